import { assert } from '../domain/assert.ts'
import type { Em } from '../db/orm.ts'
import { catalogueLimits } from './limits.ts'
import { behind, checkFirst, decodeCursor, encodeCursor, toPage, type Page, type PageRequest } from './page.ts'
import { RecipeEntity } from './recipe.entity.ts'
import { toRecipe, type Recipe } from './recipe.ts'
import type { CatalogueRefused } from './refusal.ts'

const ORDER = 'recipe.code.asc'

export interface ListRecipes extends PageRequest {
  /** `undefined` means active ones only. */
  readonly archived?: 'active' | 'archived' | 'all'
}

/** Recipes in the order of their codes. */
export async function listRecipes(em: Em, request: ListRecipes): Promise<Page<Recipe> | CatalogueRefused> {
  const { first, after, archived = 'active' } = request
  const no = checkFirst(request)
  if (no) return no
  const from = after === null ? undefined : decodeCursor(ORDER, after)
  if (from && 'kind' in from) return from
  const rows = await em.find(
    RecipeEntity,
    {
      singleSkuId: null,
      ...(archived === 'all' ? {} : { archivedAt: archived === 'active' ? null : { $ne: null } }),
      ...(from ? { [behind('code', from, 'asc').key]: [] } : {}),
    },
    { orderBy: { code: 'asc' }, limit: first + 1, disableIdentityMap: true },
  )
  return toPage(rows.map(toRecipe), { first, cursorOf: ({ code, id }) => encodeCursor(ORDER, { value: code, id }) })
}

/** Many codes in one statement, archived ones too; a code that is not there is not in the map. */
export async function findRecipesByCode(em: Em, codes: readonly string[]): Promise<ReadonlyMap<string, Recipe>> {
  assert(codes.length <= catalogueLimits.rowsPerStatement, `${codes.length} codes in one look-up`)
  const rows = await em.find(RecipeEntity, { code: { $in: codes } }, { disableIdentityMap: true })
  return new Map(rows.map((row) => [row.code, toRecipe(row)]))
}
