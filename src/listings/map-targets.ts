import { sql } from 'kysely'
import { findRecipesByCode } from '../catalogue/find-recipes.ts'
import { findSkusByCode } from '../catalogue/find-skus.ts'
import { refuseChannel, type ChannelRefused } from '../channels/refusal.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { MapTo, Target } from './mapping.ts'
import { ensureSingleRecipes } from './single-sku-recipes.ts'

export type Targets = (to: MapTo) => Target | ChannelRefused

/** Looks up all that is to be sold at once; what cannot be sold is refused with its reason. */
export async function findTargets(tx: Em, wanted: readonly MapTo[], now: Date): Promise<Targets> {
  const codesOf = (kind: 'sku' | 'recipe') => [
    ...new Set(wanted.flatMap((to) => (to.kind === kind && 'code' in to ? to.code : []))),
  ]
  const [skuCodes, recipeCodes] = [codesOf('sku'), codesOf('recipe')]
  const skus = await findSkusByCode(tx, skuCodes)
  const recipes = await findRecipesByCode(tx, recipeCodes)
  const sellable = [...skus.values()].filter(({ archivedAt }) => archivedAt === null).map(({ id }) => id)
  const singles = await singleRecipes(tx, sellable, now)

  return (to) => {
    if (to.kind === 'no_stock' || to.kind === 'by_code') return { kind: to.kind }
    const { kind, code } = to
    if (kind === 'recipe') {
      const recipe = recipes.get(code)
      if (!recipe) return refuseChannel('UNKNOWN_RECIPE', `no recipe ${code}`, { field: 'recipe' })
      if (recipe.archivedAt) return refuseChannel('ARCHIVED_RECIPE', `recipe ${code} is archived`, { field: 'recipe' })
      return { kind: 'recipe', recipeId: recipe.id }
    }
    const sku = skus.get(code)
    if (!sku) return refuseChannel('UNKNOWN_SKU', `no SKU ${code}`, { field: 'sku' })
    const recipeId = singles.get(sku.id)
    if (recipeId !== undefined) return { kind: 'recipe', recipeId }
    return refuseChannel('ARCHIVED_SKU', `SKU ${code} is archived: bring it back, or choose another`, { field: 'sku' })
  }
}

async function singleRecipes(tx: Em, skuIds: readonly string[], now: Date): Promise<ReadonlyMap<string, string>> {
  if (skuIds.length === 0) return new Map()
  await ensureSingleRecipes(tx, skuIds, now)
  const { rows } = await sql<{ id: string; single_sku_id: string }>`
    select id, single_sku_id from ${sql.table('recipe')} where single_sku_id = any(${skuIds}::bigint[])`.execute(merchantDb(tx))
  return new Map(rows.map((row) => [row.single_sku_id, row.id]))
}
