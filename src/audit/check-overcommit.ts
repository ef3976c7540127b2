import { sql, type RawBuilder } from 'kysely'
import type { SkuRange } from './sku-range.ts'

/** Where units are shown beyond the goods, what orders need beyond the goods is deficit, whole. */
export function neededAgainstDeficit({ above, through }: SkuRange): RawBuilder<unknown> {
  return sql`
    select 'deficit against what orders need' as check, 'pool ' || p.code || ', SKU ' || s.code as subject, b.deficit as recorded,
           b.held + coalesce(below.units, 0) - b.on_hand as expected
      from ${sql.table('pool_balance')} b
      join ${sql.table('sku')} s on s.id = b.sku_id
      join ${sql.table('pool')} p on p.id = b.pool_id
      left join lateral (
           select sum(q.quota * widest.units) as units
             from (select v.listing_id, max(c.units) as units
                     from ${sql.table('recipe_component')} c
                     join ${sql.table('listing_open_version')} v on v.recipe_version_id = c.recipe_version_id
                    where c.sku_id = b.sku_id
                    group by v.listing_id) widest
             join ${sql.table('listing_quota')} q on q.listing_id = widest.listing_id and q.pool_id = b.pool_id
            where q.below_zero) below on true
     where b.sku_id > ${above} and b.sku_id <= ${through} and b.overcommit > 0
       and b.held + coalesce(below.units, 0) - b.on_hand > b.deficit`
}

/** What all grants together are expected to cost is what the one row of the budget says; sums of fractions may be off by a hair. */
export function grantsAgainstBudget(): RawBuilder<unknown> {
  return sql`
    select 'granted beyond the goods' as check, 'budget' as subject, g.granted_per_day as recorded, granted.per_day as expected
      from ${sql.table('overcommit_budget')} g
     cross join (select coalesce(sum(overcommit_per_day), 0) as per_day
                   from ${sql.table('pool_balance')} where overcommit_per_day > 0) granted
     where abs(g.granted_per_day - granted.per_day) > 0.000001`
}
