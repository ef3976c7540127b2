import { orderKey } from '../../domain/channel-order.ts'
import type { Em } from '../../db/orm.ts'
import { allOf } from '../../db/pipeline.ts'
import { lockListings } from '../sql/listing-names.ts'
import { readOrders, type OrderId } from '../sql/orders.ts'
import { readShipments } from '../sql/shipments.ts'
import type { Book } from './book.ts'
import { checkGuards } from './guards.ts'
import type { ListingName, Names } from './names.ts'
import { quotaKey } from './listing-quota.ts'
import { orderIds } from './resolve-orders.ts'
import type { AllMentions } from './resolve-names.ts'
import { StaleNames } from './stale-names.ts'

interface Named {
  readonly mentions: AllMentions
  readonly names: Names
}

/** Locks the orders and listings a batch names, after the balances and holds. Its locks are sent before it returns. */
export async function loadOrders(em: Em, book: Book, named: Named): Promise<void> {
  const { mentions, names } = named
  const byCode = new Map(mentions.channels.flatMap((code) => pair(code, names.channelId(code))))
  await allOf([
    checkGuards(em, mentions.guards),
    loadKnown(em, book, { wanted: orderIds(mentions.orders, byCode), names }),
    loadQuotas(em, book, named),
    loadShipments(em, book, orderIds(mentions.parcels, byCode)),
  ])
}

async function loadKnown(
  em: Em,
  book: Book,
  { wanted, names }: { readonly wanted: readonly OrderId[]; readonly names: Names },
): Promise<void> {
  if (wanted.length === 0) return
  for (const order of await readOrders(em, wanted, { lock: true })) {
    const key = orderKey(order)
    // What to lock was chosen by the lines seen before.
    if (names.order(key)?.revision !== order.revision) throw new StaleNames('an order was told meanwhile')
    book.orders.set(key, order)
  }
}

async function loadShipments(em: Em, book: Book, orders: readonly OrderId[]): Promise<void> {
  for (const shipment of await readShipments(em, orders, { lock: true })) book.shipments.set(shipment.id, shipment)
}

/** The listings whose quotas a batch may change: those it names, and those its orders sell from. */
export function sellersOf({ mentions, names }: Named): readonly ListingName[] {
  const published = [...mentions.listings, ...mentions.settling].flatMap((id) => names.listingById(id) ?? [])
  const sellers = mentions.orders.flatMap(({ channel, orderId, listings: keys }) => {
    const channelId = names.channelId(channel) ?? ''
    const known = names.order(orderKey({ channelId, orderId }))?.lines ?? []
    return [
      ...keys.flatMap((key) => names.listing(channelId, key) ?? []),
      ...known.flatMap(({ listingId }) => (listingId === null ? [] : (names.listingById(listingId) ?? []))),
    ]
  })
  return [...new Map([...sellers, ...published].map((listing) => [listing.id, listing])).values()]
}

async function loadQuotas(em: Em, book: Book, named: Named): Promise<void> {
  const sellers = sellersOf(named)
  const seen = new Map(sellers.map((listing) => [listing.id, listing]))
  if (seen.size === 0) return
  const joined = sellers.some((listing) => listing.joined)
  for (const { id, recipeId, quotas, openVersions, aheadRoom } of await lockListings(em, [...seen.keys()], { joined })) {
    const before = seen.get(id)
    const isKnown = quotas.every(({ poolId }) => before?.pools.includes(poolId))
    if (before?.recipeId !== recipeId || before.joined !== quotas.length > 0 || !isKnown || !sameVersions(before, openVersions)) {
      throw new StaleNames('a listing was mapped or joined meanwhile')
    }
    // What a raise of it may take was told before the locks.
    if (before.aheadRoom !== aheadRoom) throw new StaleNames('what is set aside for a presale listing has changed meanwhile')
    for (const quota of quotas) book.quotas.set(quotaKey({ listingId: id, ...quota }), { listingId: id, ...quota })
  }
}

/** What a unit of a quota claims follows from them. Before a listing has joined they do not count. */
function sameVersions({ joined, openVersions }: ListingName, now: readonly string[]): boolean {
  return !joined || (openVersions.length === now.length && openVersions.every((id) => now.includes(id)))
}

function pair(code: string, id: string | undefined): readonly (readonly [string, string])[] {
  return id === undefined ? [] : [[code, id]]
}
