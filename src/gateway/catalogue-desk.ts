import { archiveLocation, unarchiveLocation } from '../catalogue/archive-location.ts'
import { archiveRecipe, unarchiveRecipe } from '../catalogue/archive-recipe.ts'
import { createDirectChannel } from '../catalogue/create-direct-channel.ts'
import { createLocation, type CreateLocation } from '../catalogue/create-location.ts'
import { createPool, type CreatePool } from '../catalogue/create-pool.ts'
import { createSku, type CreateSku } from '../catalogue/create-sku.ts'
import { defineRecipe, type DefineRecipe } from '../catalogue/define-recipe.ts'
import { findChannelsByCode, findChannelsById, listChannels } from '../catalogue/find-channels.ts'
import { findLocationsByCode, findLocationsById } from '../catalogue/find-locations.ts'
import { findPoolByCode, findPoolsById, listPools } from '../catalogue/find-pools.ts'
import { findRecipesByCode, listRecipes, type ListRecipes } from '../catalogue/find-recipes.ts'
import { findSkusByCode, findSkusById } from '../catalogue/find-skus.ts'
import { listLocations, type ListLocations } from '../catalogue/list-locations.ts'
import { listSkus, type ListSkus } from '../catalogue/list-skus.ts'
import { findVersions } from '../catalogue/read-recipe-versions.ts'
import { updateLocation, type UpdateLocation } from '../catalogue/update-location.ts'
import { updatePool, type UpdatePool } from '../catalogue/update-pool.ts'
import { archiveSku, unarchiveSku, updateSku, type UpdateSku } from '../catalogue/update-sku.ts'
import type { Clock } from '../clock.ts'
import type { Em } from '../db/orm.ts'
import type { LocationId, PoolId, SkuId } from '../domain/ids.ts'

export type CatalogueDesk = ReturnType<typeof openCatalogueDesk>

/** One merchant's master data, for callers that know neither its schema nor the database. */
export function openCatalogueDesk(em: Em, clock: Clock) {
  return {
    listSkus: (request: ListSkus) => listSkus(em, request),
    skusByCode: (codes: readonly string[]) => findSkusByCode(em, codes),
    skusById: (ids: readonly SkuId[]) => findSkusById(em, ids),
    createSku: (input: CreateSku) => createSku(em, input, clock.now()),
    updateSku: (input: UpdateSku) => updateSku(em, input, clock.now()),
    archiveSku: (code: string) => archiveSku(em, code, clock.now()),
    unarchiveSku: (code: string) => unarchiveSku(em, code, clock.now()),

    listPools: () => listPools(em),
    poolByCode: (code: string) => findPoolByCode(em, code),
    poolsById: (ids: readonly PoolId[]) => findPoolsById(em, ids),
    createPool: (input: CreatePool) => createPool(em, input, clock.now()),
    updatePool: (input: UpdatePool) => updatePool(em, input),

    listLocations: (request: ListLocations) => listLocations(em, request),
    locationsByCode: (codes: readonly string[]) => findLocationsByCode(em, codes),
    locationsById: (ids: readonly LocationId[]) => findLocationsById(em, ids),
    createLocation: (input: CreateLocation) => createLocation(em, input, clock.now()),
    updateLocation: (input: UpdateLocation) => updateLocation(em, input, clock.now()),
    archiveLocation: (code: string) => archiveLocation(em, code, clock.now()),
    unarchiveLocation: (code: string) => unarchiveLocation(em, code, clock.now()),

    listRecipes: (request: ListRecipes) => listRecipes(em, request),
    recipesByCode: (codes: readonly string[]) => findRecipesByCode(em, codes),
    recipeVersions: (ids: readonly string[], perRecipe: number) => findVersions(em, ids, perRecipe),
    defineRecipe: (input: DefineRecipe) => defineRecipe(em, input, clock.now()),
    archiveRecipe: (code: string) => archiveRecipe(em, code, clock.now()),
    unarchiveRecipe: (code: string) => unarchiveRecipe(em, code),

    listChannels: () => listChannels(em),
    channelByCode: async (code: string) => (await findChannelsByCode(em, [code])).get(code),
    channelsById: (ids: readonly string[]) => findChannelsById(em, ids),
    createDirectChannel: (input: { readonly code: string; readonly name: string }) => createDirectChannel(em, input, clock.now()),
  }
}
