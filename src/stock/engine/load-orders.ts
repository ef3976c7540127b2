import { orderKey } from '../../domain/channel-order.ts'
import type { Em } from '../../db/orm.ts'
import { lockListings } from '../sql/listing-names.ts'
import { readOrders } from '../sql/orders.ts'
import { readShipments } from '../sql/shipments.ts'
import type { Book } from './book.ts'
import type { ListingName, Names } from './names.ts'
import { quotaKey } from './listing-quota.ts'
import { orderIds } from './resolve-orders.ts'
import type { AllMentions } from './resolve-names.ts'
import { StaleNames } from './stale-names.ts'

/** Locks the orders and listings a batch names, after the balances and holds. */
export async function loadOrders(
  em: Em,
  book: Book,
  { mentions, names }: { mentions: AllMentions; names: Names },
): Promise<void> {
  const { orders: asked, channels } = mentions
  for (const guard of mentions.guards) await guard(em)
  if (asked.length + mentions.listings.length + mentions.settling.length === 0) return
  const byCode = new Map(channels.flatMap((code) => pair(code, names.channelId(code))))
  const wanted = orderIds(asked, byCode)
  for (const order of wanted.length === 0 ? [] : await readOrders(em, wanted, { lock: true })) {
    const key = orderKey(order)
    // What to lock was chosen by the lines seen before.
    if (names.order(key)?.revision !== order.revision) throw new StaleNames('an order was told meanwhile')
    book.orders.set(key, order)
  }
  await loadQuotas(em, book, { mentions, names })
  for (const shipment of await readShipments(em, orderIds(mentions.parcels, byCode), { lock: true })) {
    book.shipments.set(shipment.id, shipment)
  }
}

async function loadQuotas(em: Em, book: Book, { mentions, names }: { mentions: AllMentions; names: Names }): Promise<void> {
  const published = [...mentions.listings, ...mentions.settling].flatMap((id) => names.listingById(id) ?? [])
  const sellers = mentions.orders.flatMap(({ channel, orderId, listings: keys }) => {
    const channelId = names.channelId(channel) ?? ''
    const known = names.order(orderKey({ channelId, orderId }))?.lines ?? []
    return [
      ...keys.flatMap((key) => names.listing(channelId, key) ?? []),
      ...known.flatMap(({ listingId }) => (listingId === null ? [] : (names.listingById(listingId) ?? []))),
    ]
  })
  const seen = new Map([...sellers, ...published].map((listing) => [listing.id, listing]))
  if (seen.size === 0) return
  for (const { id, recipeId, quotas, openVersions, aheadRoom } of await lockListings(em, [...seen.keys()])) {
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
