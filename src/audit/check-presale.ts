import { sql, type RawBuilder } from 'kysely'
import type { SkuRange } from './sku-range.ts'

/** What is sold ahead is what the orders' claims say, and what receipts, listings and holds keep for them. */
export function presaleAgainstClaims({ above, through }: SkuRange): RawBuilder<unknown> {
  return sql`
    select fact.name as check, 'pool ' || p.code || ', SKU ' || s.code as subject, fact.recorded, fact.expected
      from ${sql.table('presale_balance')} b
      join ${sql.table('sku')} s on s.id = b.sku_id
      join ${sql.table('pool')} p on p.id = b.pool_id
     cross join lateral (
           select coalesce(sum(c.units), 0) as ordered, coalesce(sum(c.served), 0) as served,
                  coalesce(sum(c.units) filter (where c.has_left), 0) as left_units
             from ${sql.table('presale_claim')} c where c.sku_id = b.sku_id and c.pool_id = b.pool_id) claims
     cross join lateral (
           select coalesce(sum(r.presale_orders), 0) as orders, coalesce(sum(r.presale_quota), 0) as quota,
                  coalesce(sum(r.arrived - r.released), 0) as arrived, coalesce(sum(r.named), 0) as named,
                  coalesce(sum(r.arrived), 0) as all_arrived, count(*) as many
             from ${sql.table('expected_receipt')} r where r.sku_id = b.sku_id and r.pool_id = b.pool_id) receipts
     cross join lateral (
           select coalesce(sum(greatest(q.granted - q.sold, 0) - q.to_lower), 0) as kept
             from ${sql.table('presale_quota')} q where q.sku_id = b.sku_id and q.pool_id = b.pool_id) quotas
     cross join lateral (values
           ('presale orders against claims', b.ordered, claims.ordered),
           ('presale units served against claims', b.served, claims.served),
           ('presale units that left against claims', b.left_units, claims.left_units),
           ('presale orders against receipts', case when receipts.many > 0 then b.ordered else b.uncovered end,
                                               case when receipts.many > 0 then receipts.orders else b.ordered end),
           ('presale quota against listings', receipts.quota, quotas.kept),
           ('goods that came in against receipts', receipts.named + b.unnamed, receipts.all_arrived),
           ('presale units served against goods that came in', b.served,
            b.left_units + least(b.ordered - b.left_units, greatest(0, receipts.arrived - b.left_units)))) as fact (name, recorded, expected)
     where b.sku_id > ${above} and b.sku_id <= ${through} and fact.recorded <> fact.expected`
}

/** What has come in for a line is what its hold has of it. */
export function claimsAgainstHolds({ above, through }: SkuRange): RawBuilder<unknown> {
  return sql`
    select 'presale units served against the hold' as check, 'order ' || c.reference || ', line ' || c.line || ', SKU ' || s.code as subject,
           c.served as recorded, coalesce(held.units, 0) as expected
      from ${sql.table('presale_claim')} c
      join ${sql.table('sku')} s on s.id = c.sku_id
      left join lateral (
           select l.units from ${sql.table('hold')} h join ${sql.table('hold_line')} l on l.hold_id = h.id
            where h.reference = c.reference and l.line = c.line and l.sku_id = c.sku_id and l.pool_id = c.pool_id) held on true
     where c.sku_id > ${above} and c.sku_id <= ${through} and c.served > 0 and c.served <> coalesce(held.units, 0)`
}

/** What a listing has sold ahead is what its orders claim. */
export function presaleQuotasAgainstClaims({ above, through }: SkuRange): RawBuilder<unknown> {
  return sql`
    select 'sold ahead by the listing against claims' as check, 'listing ' || q.listing_id || ', SKU ' || s.code as subject,
           q.sold as recorded, claims.units as expected
      from ${sql.table('presale_quota')} q
      join ${sql.table('sku')} s on s.id = q.sku_id
     cross join lateral (
           select coalesce(sum(c.units), 0) as units from ${sql.table('presale_claim')} c
            where c.sku_id = q.sku_id and c.listing_id = q.listing_id and c.pool_id = q.pool_id) claims
     where q.sku_id > ${above} and q.sku_id <= ${through} and q.sold <> claims.units`
}
