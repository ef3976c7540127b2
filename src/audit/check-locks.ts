import { sql, type RawBuilder } from 'kysely'
import type { SkuRange } from './sku-range.ts'

/** What a campaign's line has of listings' quotas is what these listings say, and is within what was granted. */
export function locksAgainstQuotas({ above, through }: SkuRange): RawBuilder<unknown> {
  return sql`
    select place.name as check, 'campaign ' || c.code || ', line ' || l.line || ', pool ' || p.code || ', SKU ' || s.code as subject,
           place.recorded, place.expected
      from ${sql.table('lock_line')} k
      join ${sql.table('campaign_line')} l on l.id = k.campaign_line_id
      join ${sql.table('campaign')} c on c.id = l.campaign_id
      join ${sql.table('sku')} s on s.id = k.sku_id
      join ${sql.table('pool')} p on p.id = k.pool_id
      left join lateral (
           select sum(x.published) as published from ${sql.table('lock_share')} x
            where x.campaign_line_id = k.campaign_line_id and x.pool_id = k.pool_id) shares on true
     cross join lateral (values
           ('lock line against listings', k.published, coalesce(shares.published, 0) * k.per_set)) as place (name, recorded, expected)
     where k.sku_id > ${above} and k.sku_id <= ${through} and k.open and place.recorded <> place.expected`
}

/** No listing's quota is promised to more campaigns that run at once than it has. */
export function quotasAgainstShares({ above, through }: SkuRange): RawBuilder<unknown> {
  return sql`
    select 'listing quota against campaigns' as check, 'listing ' || x.listing_id || ', pool ' || x.pool_id as subject,
           greatest(coalesce(q.quota, 0), 0) as recorded, sum(x.published) as expected
      from ${sql.table('lock_share')} x
      left join ${sql.table('listing_quota')} q on q.listing_id = x.listing_id and q.pool_id = x.pool_id
     where exists (
           select from ${sql.table('lock_line')} k
            where k.campaign_line_id = x.campaign_line_id and k.pool_id = x.pool_id and k.open
              and k.sku_id > ${above} and k.sku_id <= ${through})
     group by x.listing_id, x.pool_id, q.quota
    having sum(x.published) > greatest(coalesce(q.quota, 0), 0)`
}

/** What lines of campaigns have spent of what was granted is at most what orders and direct sales say they spent. */
export function spentAgainstOrders({ above, through }: SkuRange): RawBuilder<unknown> {
  return sql`
    select 'lock line against orders' as check, 'campaign line ' || k.campaign_line_id as subject,
           sum(k.spent / k.per_set) as recorded, coalesce(orders.units, 0) + coalesce(sales.units, 0) as expected
      from ${sql.table('lock_line')} k
      left join lateral (
           select sum(o.units) as units from ${sql.table('campaign_order_line')} o where o.campaign_line_id = k.campaign_line_id) orders on true
      left join lateral (
           select sum(h.spent) as units from ${sql.table('campaign_hold_line')} h where h.campaign_line_id = k.campaign_line_id) sales on true
     where k.open and k.sku_id > ${above} and k.sku_id <= ${through}
       and k.sku_id = (select min(f.sku_id) from ${sql.table('lock_line')} f where f.campaign_line_id = k.campaign_line_id)
     group by k.campaign_line_id, orders.units, sales.units
    having sum(k.spent / k.per_set) > coalesce(orders.units, 0) + coalesce(sales.units, 0)`
}
