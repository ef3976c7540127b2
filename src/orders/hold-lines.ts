import type { HoldLine } from '../domain/hold.ts'
import type { PoolId, SkuId } from '../domain/ids.ts'
import type { UnitsAt } from '../domain/publishing/spread-units.ts'
import type { VersionName } from '../stock/engine/names.ts'

export interface WantedSets {
  readonly line: number
  readonly version: VersionName
  /** How many sets each pool keeps: a set is never split. */
  readonly split: readonly UnitsAt<PoolId>[]
}

/** The lines of the hold that keep these sets, instead of `before`: a part that has been shipped stays on record. */
export function keepSets(before: readonly HoldLine[], { line, version, split }: WantedSets): readonly HoldLine[] {
  const parts = split.flatMap(({ place: poolId, units: sets }) =>
    version.components.map(({ skuId, units }): HoldLine => {
      const known = before.find((part) => part.skuId === skuId && part.poolId === poolId)
      const shipped = known?.shipped ?? 0
      const locationId = known?.locationId ?? null
      return { line, poolId, skuId, locationId, recipeVersionId: version.id, sets, units: sets * units, shipped, released: 0 }
    }),
  )
  const others = before.filter((part) => !parts.some(({ skuId, poolId: pool }) => part.skuId === skuId && part.poolId === pool))
  return [...parts, ...letGo(others.filter(({ shipped }) => shipped > 0))]
}

/** The same lines once they claim nothing any more. */
export function letGo(lines: readonly HoldLine[]): readonly HoldLine[] {
  return lines.map((part) => ({ ...part, released: Math.max(part.released, Math.max(0, part.units - part.shipped)) }))
}

/** How many whole sets these parts keep, by pool. */
export function setsByPool(parts: readonly HoldLine[], { components }: VersionName): readonly UnitsAt<PoolId>[] {
  const byPool = Map.groupBy(parts, ({ poolId }) => poolId)
  return [...byPool].flatMap(([place, inPool]) => {
    const units = Math.min(...components.map(({ skuId }) => setsOf(inPool, skuId)))
    return units > 0 ? [{ place, units }] : []
  })
}

function setsOf(parts: readonly HoldLine[], skuId: SkuId): number {
  const part = parts.find((one) => one.skuId === skuId)
  return part && part.released === 0 ? (part.sets ?? 0) : 0
}
