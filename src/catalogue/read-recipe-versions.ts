import { sql, type RawBuilder } from 'kysely'
import { assert } from '../domain/assert.ts'
import { toSkuId } from '../domain/ids.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { catalogueLimits } from './limits.ts'
import type { RecipeVersion } from './recipe.ts'

/** The newest version of a recipe, granted and in effect or not. */
export async function newestVersion(em: Em, recipeId: string): Promise<RecipeVersion | undefined> {
  const rows = await readVersions(
    em,
    sql`select v.*, '' as code from ${sql.table('recipe_version')} v where v.recipe_id = ${recipeId} order by v.version desc limit 1`,
  )
  return rows[0]
}

/** The newest versions of many recipes, newest first, at most `perRecipe` of each. */
export async function findVersions(
  em: Em,
  recipeIds: readonly string[],
  perRecipe: number,
): Promise<ReadonlyMap<string, readonly RecipeVersion[]>> {
  assert(recipeIds.length <= catalogueLimits.rowsPerStatement, `${recipeIds.length} ids in one look-up`)
  const rows = await readVersions(
    em,
    sql`select v.*, '' as code
          from unnest(${recipeIds}::bigint[]) as wanted (id)
         cross join lateral (
                 select * from ${sql.table('recipe_version')} x where x.recipe_id = wanted.id order by x.version desc limit ${perRecipe}) v`,
  )
  return Map.groupBy(rows, ({ recipeId }) => recipeId)
}

interface Row {
  readonly id: string
  readonly recipe_id: string
  readonly code: string
  readonly version: number
  readonly effective_ms: number
  readonly granted_ms: number | null
  readonly created_ms: number
  readonly components: readonly { readonly sku: string; readonly units: number }[]
}

async function readVersions(
  em: Em,
  chosen: RawBuilder<unknown>,
): Promise<readonly (RecipeVersion & { readonly code: string })[]> {
  const { rows } = await sql<Row>`
    select v.id, v.recipe_id, v.code, v.version, c.components,
           (extract(epoch from v.effective_at) * 1000)::float8 as effective_ms,
           (extract(epoch from v.granted_at) * 1000)::float8 as granted_ms,
           (extract(epoch from v.created_at) * 1000)::float8 as created_ms
      from (${chosen}) v
     cross join lateral (
             select json_agg(json_build_object('sku', x.sku_id::text, 'units', x.units) order by x.sku_id) as components
               from ${sql.table('recipe_component')} x where x.recipe_version_id = v.id) c
     order by v.recipe_id, v.version desc`.execute(merchantDb(em))
  return rows.map(toVersion)
}

function toVersion(row: Row): RecipeVersion & { readonly code: string } {
  return {
    id: row.id,
    recipeId: row.recipe_id,
    code: row.code,
    version: row.version,
    effectiveAt: new Date(row.effective_ms),
    grantedAt: row.granted_ms === null ? null : new Date(row.granted_ms),
    createdAt: new Date(row.created_ms),
    components: row.components.map(({ sku, units }) => ({ skuId: toSkuId(sku), units })),
  }
}
