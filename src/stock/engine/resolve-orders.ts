import { orderKey, type KnownOrder } from '../../domain/channel-order.ts'
import type { SkuId } from '../../domain/ids.ts'
import type { Em } from '../../db/orm.ts'
import { allOf } from '../../db/pipeline.ts'
import { readListingNames } from '../sql/listing-names.ts'
import type { Places } from '../sql/names.ts'
import { readOrders, type OrderId } from '../sql/orders.ts'
import { readVersionNames, type FoundVersions } from '../sql/version-names.ts'
import type { ListingName, Names } from './names.ts'
import type { OrderName } from './operation.ts'

export interface FoundOrders extends FoundVersions {
  readonly orders: readonly KnownOrder[]
  readonly listings: readonly ListingName[]
}

const NOWHERE: Pick<Places, 'channels'> = { channels: new Map() }

/** Orders of shops as known so far, and what their lines can sell. */
export async function findOrders(
  em: Em,
  { orders: asked, listings: askedListings }: { readonly orders: readonly OrderName[]; readonly listings: readonly string[] },
  places: Promise<Pick<Places, 'channels'>>,
): Promise<FoundOrders> {
  const { channels } = asked.length === 0 ? NOWHERE : await places
  const wanted = orderIds(asked, channels)
  if (wanted.length + askedListings.length === 0) return { orders: [], listings: [], versions: [], skus: [] }
  const orders = wanted.length === 0 ? [] : await readOrders(em, wanted, { lock: false })
  const lines = orders.flatMap((order) => order.lines)
  const keys = asked.flatMap(({ channel, listings }) => listings.map((key) => ({ channelId: channels.get(channel) ?? '0', key })))
  const wantedListings = {
    channelIds: keys.map(({ channelId }) => channelId),
    keys: keys.map(({ key }) => key),
    listingIds: [...new Set([...askedListings, ...lines.flatMap(({ listingId }) => listingId ?? [])])],
  }
  const versionIds = [...new Set(lines.flatMap(({ recipeVersionId }) => recipeVersionId ?? []))]
  const [listings, { versions, skus }] = await allOf([
    readListingNames(em, wantedListings),
    readVersionNames(em, { ...wantedListings, versionIds }),
  ])
  return { orders, listings, versions, skus }
}

export function orderIds(
  asked: readonly Pick<OrderName, 'channel' | 'orderId'>[],
  channels: ReadonlyMap<string, string>,
): readonly OrderId[] {
  const ids = asked.flatMap(({ channel, orderId }) => {
    const channelId = channels.get(channel)
    return channelId === undefined ? [] : [{ channelId, orderId }]
  })
  return [...new Map(ids.map((id) => [orderKey(id), id])).values()]
}

export function skusOf({ listings, versions }: FoundOrders): readonly SkuId[] {
  return [...listings.flatMap(({ widest }) => widest), ...versions.flatMap(({ components }) => components)].map(
    ({ skuId }) => skuId,
  )
}

export function orderNames(
  found: FoundOrders,
): Pick<Names, 'order' | 'listing' | 'listingById' | 'version' | 'versionAt' | 'versionsFrom'> {
  const orders = new Map(found.orders.map((order) => [orderKey(order), order]))
  const listings = new Map(found.listings.map((listing) => [`${listing.channelId}/${listing.key}`, listing]))
  const listingsById = new Map(found.listings.map((listing) => [listing.id, listing]))
  const versions = new Map(found.versions.map((version) => [version.id, version]))
  const ofRecipe = Map.groupBy(found.versions, ({ recipeId }) => recipeId)
  return {
    order: (key) => orders.get(key),
    listing: (channelId, key) => listings.get(`${channelId}/${key}`),
    listingById: (id) => listingsById.get(id),
    version: (id) => versions.get(id),
    versionAt(recipeId, atMs) {
      const all = ofRecipe.get(recipeId) ?? []
      return all.findLast(({ effectiveAtMs }) => effectiveAtMs <= atMs) ?? all[0]
    },
    versionsFrom(recipeId, atMs) {
      const all = ofRecipe.get(recipeId) ?? []
      const inEffect = all.findLastIndex(({ effectiveAtMs }) => effectiveAtMs <= atMs)
      return all.slice(Math.max(0, inEffect))
    },
  }
}
