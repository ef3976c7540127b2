import { orderKey, type KnownLine, type ToldLine, type ToldOrder } from '../domain/channel-order.ts'
import { leftUnits } from '../domain/line-claim.ts'
import type { Names, VersionName } from '../stock/engine/names.ts'
import type { WantedClaims } from '../stock/sql/presale-claims.ts'

interface ToldPage {
  readonly channel: string
  readonly pool: string | null
  readonly orders: readonly ToldOrder[]
}

/** Goods that these orders buy before they have come in. A new order moves no units of others; one that changes may. */
export function presaleGoods({ channel, pool: poolCode, orders }: ToldPage, names: Names): readonly WantedClaims[] {
  const channelId = names.channelId(channel)
  const pool = names.pool(poolCode)
  if (channelId === undefined || !pool) return []
  return orders.flatMap((told) => {
    const known = names.order(orderKey({ channelId, orderId: told.orderId }))
    const lines: readonly (ToldLine | KnownLine)[] = [...told.lines, ...(known?.lines ?? [])]
    const isMarked = lines.some((line) => (names.listing(channelId, line.listing)?.aheadRoom ?? null) !== null)
    if (told.presale === null && (known?.presale ?? null) === null && !isMarked) return []
    const moves = known !== undefined || lines.some((line) => leftUnits(line) > 0)
    const createdAtMs = Math.min(told.createdAtMs, known?.createdAtMs ?? Infinity)
    return lines.flatMap((line) => {
      const { version, poolId } = soldBy(line, { channelId, createdAtMs, names })
      return (version?.components ?? []).flatMap(({ skuId, units }) =>
        [...new Set([pool.id, poolId ?? pool.id])].map((id) => ({ poolId: id, skuId, units: moves ? line.units * units : 0 })),
      )
    })
  })
}

interface At {
  readonly channelId: string
  readonly createdAtMs: number
  readonly names: Names
}

function soldBy(line: ToldLine | KnownLine, { channelId, createdAtMs, names }: At) {
  const listing = names.listing(channelId, line.listing)
  const poolId = listing?.joined === true ? (listing.pools[0] ?? null) : null
  const booked = 'recipeVersionId' in line && line.recipeVersionId !== null ? names.version(line.recipeVersionId) : undefined
  const recipeId = listing?.recipeId ?? null
  const version: VersionName | undefined = booked ?? (recipeId === null ? undefined : names.versionAt(recipeId, createdAtMs))
  return { version, poolId }
}
