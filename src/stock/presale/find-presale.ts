import type { Em } from '../../db/orm.ts'
import { orderKey } from '../../domain/channel-order.ts'
import { balanceKey } from '../../domain/ids.ts'
import type { Names } from '../engine/names.ts'
import { mergeMentions, resolveNames, type AllMentions, type PlaceDirectory } from '../engine/resolve-names.ts'
import { readClaimsOf, readNextClaims, type WantedClaims } from '../sql/presale-claims.ts'

export interface Resolved {
  readonly names: Names
  readonly mentions: AllMentions
}

/** Looks up whose goods these are to be, and then what those orders' holds name. */
export async function addPresale(
  em: Em,
  { names, mentions }: Resolved,
  { ahead, at }: { readonly ahead: readonly WantedClaims[]; readonly at: { places: PlaceDirectory; nowMs: number } },
): Promise<Resolved> {
  const orders = mentions.orders.flatMap(({ channel, orderId }) => {
    const channelId = names.channelId(channel)
    return channelId === undefined ? [] : [{ channelId, orderId }]
  })
  const own = await readClaimsOf(em, orders)
  const pairs = sumByPair([...ahead, ...own.map(({ poolId, skuId }) => ({ poolId, skuId, units: 0 }))])
  const next = await readNextClaims(em, pairs)
  const ours = new Set(orders.map(orderKey))
  const references = [...new Set(next.filter((claim) => !ours.has(orderKey(claim))).map(({ reference }) => reference))]
  const more = references.length === 0 ? undefined : mergeMentions([mentions, { references, shipments: references }])
  const resolved = more === undefined ? { names, mentions } : await resolveNames(em, more, at)
  return { mentions: resolved.mentions, names: { ...resolved.names, presale: { pairs, orders, next } } }
}

function sumByPair(wanted: readonly WantedClaims[]): readonly WantedClaims[] {
  return [...Map.groupBy(wanted, ({ poolId, skuId }) => balanceKey(poolId, skuId)).values()].flatMap((same) => {
    const [first] = same
    return first ? [{ ...first, units: same.reduce((sum, { units }) => sum + units, 0) }] : []
  })
}
