import { balanceKey, type PoolId } from '../domain/ids.ts'
import { allot, exposureOf } from '../domain/presale.ts'
import { checkText, checkUnits, firstRefusal } from '../stock/check-args.ts'
import type { ListingName, Names, VersionName } from '../stock/engine/names.ts'
import type { Operation } from '../stock/engine/operation.ts'
import { settlePresale } from '../stock/presale/settle-presale.ts'
import { refused, type Refused } from '../stock/refusal.ts'

export interface SetPresaleQuota {
  readonly channel: string
  /** Its key within the channel. */
  readonly listing: string
  readonly pool: string | null
  /** How many sets it may still sell before the goods have come in. */
  readonly units: number
  /** It is so already: it is not refused, and what nothing covers is to be lowered. */
  readonly asFact?: boolean
}

export interface PresaleQuotaSet {
  readonly kind: 'presaleQuotaSet'
  readonly units: number
}

/** Says how many a presale listing may still sell, which is what its shop shows. More than is expected and unsold is refused. */
export const setPresaleQuota: Operation<SetPresaleQuota, PresaleQuotaSet> = {
  name: 'set_presale_quota',
  check: ({ channel, listing, pool, units }) =>
    firstRefusal(
      checkText(channel, 'channel'),
      checkText(listing, 'listing'),
      checkText(pool, 'pool'),
      checkUnits(units, 'units', 0),
    ),
  mentions: ({ channel, listing, pool }) => ({
    channels: [channel],
    pools: pool === null ? [] : [pool],
    // No order goes by an empty number: only the listing is looked up.
    orders: [{ channel, orderId: '', listings: [listing] }],
  }),
  touches: () => ({ balances: [] }),
  presale(args, names) {
    const at = find(args, names)
    return 'kind' in at ? [] : at.version.components.map(({ skuId }) => ({ poolId: at.poolId, skuId, units: 0 }))
  },

  decide(book, args, scene) {
    const at = find(args, scene.names)
    if ('kind' in at) return at
    const { listingId, poolId, version, published } = at
    // What its shop may still sell stays set aside until it has been lowered there.
    const units = published ? Math.max(args.units, book.quotaOf(published)) : args.units
    for (const { skuId, units: perSet } of version.components) {
      const key = balanceKey(poolId, skuId)
      const state = book.presale.get(key)
      if (!state) throw new Error('what is sold ahead is read before a quota is set')
      const before = state.quotas.find((quota) => quota.listingId === listingId) ?? { listingId, granted: 0, sold: 0, toLower: 0 }
      const granted = before.sold + units * perSet
      const others = state.quotas.filter((quota) => quota.listingId !== listingId)
      const after = { ...state, quotas: [...others, { ...before, granted }] }
      const short = shortOf(after)
      if (!args.asFact && exposureOf({ ...before, granted }) > exposureOf(before) && short > shortOf(state)) {
        const sku = scene.names.skuById(skuId)?.code ?? skuId
        const message = `${short} units of ${sku} more than are expected and not sold yet: expect more, or allow fewer`
        return refused('NOT_ENOUGH_EXPECTED', message, { field: 'units' })
      }
      book.presale.set(key, after)
      const entry = { poolId, skuId, listingId, document: `presale:${scene.key}`, actor: scene.actor }
      book.presaleEntries.push({ ...entry, kind: 'granted', units: granted - before.granted })
    }
    settlePresale(book, scene, `presale:${scene.key}`)
    return { kind: 'presaleQuotaSet', units: args.units }
  },
}

/** The same for the publisher, who says it as often as it is so: the same again changes nothing. */
export const coverPresaleQuota: Operation<SetPresaleQuota, PresaleQuotaSet> = {
  ...setPresaleQuota,
  name: 'cover_presale_quota',
  knowsRepeats: true,
}

/** Units that listings show and no receipt covers. */
function shortOf(state: Parameters<typeof allot>[0]): number {
  return allot(state).quotas.reduce((sum, { toLower }) => sum + toLower, 0)
}

interface Found {
  readonly listingId: string
  readonly poolId: PoolId
  readonly version: VersionName
  /** Its shop is told what it may sell. */
  readonly published: ListingName | null
}

function find({ channel, listing: key, pool: poolCode }: SetPresaleQuota, names: Names): Found | Refused {
  const channelId = names.channelId(channel)
  if (channelId === undefined) return refused('UNKNOWN_CHANNEL', `no channel ${channel}`, { field: 'channel' })
  const pool = names.pool(poolCode)
  if (!pool) return refused('UNKNOWN_POOL', `no pool ${poolCode ?? ''}`, { field: 'pool' })
  const listing = names.listing(channelId, key)
  if (!listing) return refused('UNKNOWN_LISTING', `channel ${channel} lists no ${key}`, { field: 'listing' })
  // The newest version: what is put up now sells until the goods have come in.
  const version = listing.recipeId === null ? undefined : names.versionAt(listing.recipeId, Infinity)
  if (version) {
    const published = listing.joined && listing.aheadRoom !== null ? listing : null
    return { listingId: listing.id, poolId: (listing.joined ? listing.pools[0] : undefined) ?? pool.id, version, published }
  }
  return refused('UNMAPPED_LISTING', `listing ${key} sells nothing yet: map it first`, { field: 'listing' })
}
