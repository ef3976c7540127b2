import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'

/**
 * Makes the recipes of one unit of one SKU that listings of plain SKUs sell, where they are missing. Their codes begin with a
 * blank, which no code of a person's does. They hold from the beginning of time, so orders of any age find them.
 */
export async function ensureSingleRecipes(tx: Em, skuIds: readonly string[], now: Date): Promise<void> {
  if (skuIds.length === 0) return
  await sql`
    with added as (
      insert into ${sql.table('recipe')} (code, name, single_sku_id, created_at)
      select ' ' || s.code, s.name, s.id, ${now}::timestamptz
        from ${sql.table('sku')} s
       where s.id = any(${skuIds}::bigint[])
         and not exists (select 1 from ${sql.table('recipe')} r where r.single_sku_id = s.id)
       order by s.id
          on conflict do nothing
      returning id, single_sku_id),
    version as (
      insert into ${sql.table('recipe_version')} (recipe_id, version, effective_at, granted_at, created_at)
      select id, 1, ${new Date(0)}::timestamptz, ${now}::timestamptz, ${now}::timestamptz from added
      returning id, recipe_id)
    insert into ${sql.table('recipe_component')} (recipe_version_id, sku_id, units)
    select version.id, added.single_sku_id, 1 from version join added on added.id = version.recipe_id`.execute(merchantDb(tx))
}
