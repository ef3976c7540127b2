import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { MappingChange } from './mapping.ts'

/** Writes what locked listings sell from now on; one whose code is to decide again sells nothing until it has. */
export async function saveMappings(tx: Em, changes: readonly MappingChange[]): Promise<void> {
  if (changes.length === 0) return
  const recipeIds = changes.map(({ target }) => ('recipeId' in target ? target.recipeId : null))
  const mappedBy = changes.map(({ target }) => (target.kind === 'by_code' ? null : 'hand'))
  const policies = changes.map(({ target }) => (target.kind === 'no_stock' ? 'no_stock' : 'normal'))
  await sql`
    update ${sql.table('listing')} l
       set recipe_id = v.recipe_id, mapped_by = v.mapped_by, stock_policy = v.stock_policy, ambiguous = false
      from unnest(${changes.map(({ listing }) => listing.id)}::bigint[], ${recipeIds}::bigint[], ${mappedBy}::text[], ${policies}::text[])
           as v (id, recipe_id, mapped_by, stock_policy)
     where l.id = v.id`.execute(merchantDb(tx))
}
