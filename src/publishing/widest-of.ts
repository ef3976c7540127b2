import type { VersionName } from '../stock/engine/names.ts'

/** What one unit of a quota claims that is open for these versions: per component the most of all. */
export function widestOf(versions: readonly Pick<VersionName, 'components'>[]): VersionName['components'] {
  const bySku = Map.groupBy(
    versions.flatMap(({ components }) => components),
    ({ skuId }) => skuId,
  )
  return [...bySku].map(([skuId, parts]) => ({ skuId, units: Math.max(...parts.map(({ units }) => units)) }))
}
