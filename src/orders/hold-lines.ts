import type { HoldLine } from '../domain/hold.ts'
import type { PoolId } from '../domain/ids.ts'
import type { VersionName } from '../stock/engine/names.ts'

export interface WantedSets {
  readonly line: number
  readonly poolId: PoolId
  readonly version: VersionName
  readonly sets: number
}

/** The lines of the hold that keep these sets, instead of `before`: a part that has been shipped stays on record. */
export function keepSets(before: readonly HoldLine[], { line, poolId, version, sets }: WantedSets): readonly HoldLine[] {
  const parts = version.components.map(({ skuId, units }): HoldLine => {
    const known = before.find((part) => part.skuId === skuId && part.poolId === poolId)
    const shipped = known?.shipped ?? 0
    const locationId = known?.locationId ?? null
    return { line, poolId, skuId, locationId, recipeVersionId: version.id, sets, units: sets * units, shipped, released: 0 }
  })
  const others = before.filter((part) => !parts.some(({ skuId, poolId: pool }) => part.skuId === skuId && part.poolId === pool))
  return [...parts, ...letGo(others.filter(({ shipped }) => shipped > 0))]
}

/** The same lines once they claim nothing any more. */
export function letGo(lines: readonly HoldLine[]): readonly HoldLine[] {
  return lines.map((part) => ({ ...part, released: Math.max(part.released, Math.max(0, part.units - part.shipped)) }))
}
