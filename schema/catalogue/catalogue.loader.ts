import DataLoader from 'dataloader'
import type { LocationId, PoolId, SkuId } from '../../src/domain/ids.ts'
import type { CatalogueDesk } from '../../src/gateway/catalogue-desk.ts'

/** Of how many versions of a recipe a list tells. */
export const VERSIONS_PER_RECIPE = 20

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

const BATCH_MAX = 5_000

function loaderOf<Id extends string, Row>(find: (ids: readonly Id[]) => Promise<ReadonlyMap<string, Row>>) {
  const load = async (ids: readonly Id[]): Promise<(Row | undefined)[]> => {
    const found = await find(ids)
    return ids.map((id) => found.get(id))
  }
  return new DataLoader<Id, Row | undefined>(load, { maxBatchSize: BATCH_MAX })
}
