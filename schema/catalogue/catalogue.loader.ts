import type { LocationId, PoolId, SkuId } from '../../src/domain/ids.ts'
import type { CatalogueDesk } from '../../src/gateway/catalogue-desk.ts'
import { loaderOf } from '../loader-of.ts'

/** Of how many versions of a recipe a list tells. */
const VERSIONS_PER_RECIPE = 20

export function skusById(desk: CatalogueDesk) {
  return loaderOf((ids: readonly SkuId[]) => desk.skusById(ids))
}

export function poolsById(desk: CatalogueDesk) {
  return loaderOf((ids: readonly PoolId[]) => desk.poolsById(ids))
}

export function locationsById(desk: CatalogueDesk) {
  return loaderOf((ids: readonly LocationId[]) => desk.locationsById(ids))
}

export function channelsById(desk: CatalogueDesk) {
  return loaderOf((ids: readonly string[]) => desk.channelsById(ids))
}

export function versionsByRecipe(desk: CatalogueDesk) {
  return loaderOf((ids: readonly string[]) => desk.recipeVersions(ids, VERSIONS_PER_RECIPE))
}
