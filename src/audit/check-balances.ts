import { sql, type RawBuilder } from 'kysely'
import { openLines } from './open-lines.ts'
import type { SkuRange } from './sku-range.ts'

/** Every figure of a balance is the sum of its ledger lines. */
export function ledgerAgainstBalances({ above, through }: SkuRange): RawBuilder<unknown> {
  return sql`
    select 'ledger against balance: ' || place.name as check, ${subject()} as subject, place.recorded, place.expected
      from ${sql.table('pool_balance')} b
      join ${sql.table('sku')} s on s.id = b.sku_id
      join ${sql.table('pool')} p on p.id = b.pool_id
      left join (
           select pool_id, sku_id, -${net('outside')} as on_hand, ${net('held')} as held, ${net('quota')} as quota,
                  ${net('lock')} as lock_kept, ${net('safety')} as safety_kept, -${net('deficit')} as deficit,
                  -${net('overcommit')} as overcommit
             from ${sql.table('ledger')}
            where sku_id > ${above} and sku_id <= ${through}
            group by pool_id, sku_id) g on g.pool_id = b.pool_id and g.sku_id = b.sku_id
     cross join lateral (values
           ('on_hand', b.on_hand, coalesce(g.on_hand, 0)), ('held', b.held, coalesce(g.held, 0)),
           ('quota', b.quota, coalesce(g.quota, 0)), ('lock_kept', b.lock_kept, coalesce(g.lock_kept, 0)),
           ('safety_kept', b.safety_kept, coalesce(g.safety_kept, 0)), ('deficit', b.deficit, coalesce(g.deficit, 0)),
           ('overcommit', b.overcommit, coalesce(g.overcommit, 0))) as place (name, recorded, expected)
     where b.sku_id > ${above} and b.sku_id <= ${through} and place.recorded <> place.expected`
}

function net(account: string): RawBuilder<unknown> {
  return sql`sum(case when to_place = ${account} then units when from_place = ${account} then -units else 0 end)`
}

/** Ledger lines of goods that have no balance at all. */
export function ledgerWithoutBalance({ above, through }: SkuRange): RawBuilder<unknown> {
  return sql`
    select 'ledger without balance' as check, 'pool ' || g.pool_id || ', SKU ' || g.sku_id as subject, count(*) as recorded, 0 as expected
      from ${sql.table('ledger')} g
     where g.sku_id > ${above} and g.sku_id <= ${through}
       and not exists (select from ${sql.table('pool_balance')} b where b.pool_id = g.pool_id and b.sku_id = g.sku_id)
     group by g.pool_id, g.sku_id`
}

/** What holds, listings, locks and goods claim is what the balance says, place by place. */
export function claimsAgainstBalances({ above, through }: SkuRange): RawBuilder<unknown> {
  return sql`
    select place.name as check, ${subject()} as subject, place.recorded, place.expected
      from ${sql.table('pool_balance')} b
      join ${sql.table('sku')} s on s.id = b.sku_id
      join ${sql.table('pool')} p on p.id = b.pool_id
      left join lateral (
           select sum(o.units) as units
             from (${openLines(sql`l.sku_id = b.sku_id and l.pool_id = b.pool_id`)}) o) holds on true
      left join lateral (
           select sum(q.quota * widest.units) as units
             from (select v.listing_id, max(c.units) as units
                     from ${sql.table('recipe_component')} c
                     join ${sql.table('listing_open_version')} v on v.recipe_version_id = c.recipe_version_id
                    where c.sku_id = b.sku_id
                    group by v.listing_id) widest
             join ${sql.table('listing_quota')} q on q.listing_id = widest.listing_id and q.pool_id = b.pool_id) listings on true
      left join lateral (
           select sum(k.kept) as units from ${sql.table('lock_line')} k
            where k.sku_id = b.sku_id and k.pool_id = b.pool_id) locks on true
      left join lateral (
           select sum(g.units) as units
             from ${sql.table('location_stock')} g
             join ${sql.table('location')} place on place.id = g.location_id
            where g.sku_id = b.sku_id and g.condition = 'sellable' and place.pool_id = b.pool_id) goods on true
     cross join lateral (values
           ('balance against holds', b.held, coalesce(holds.units, 0)),
           ('balance against listings', b.quota, coalesce(listings.units, 0)),
           ('balance against lock lines', b.lock_kept, coalesce(locks.units, 0)),
           ('balance against goods at locations', b.on_hand, coalesce(goods.units, 0))) as place (name, recorded, expected)
     where b.sku_id > ${above} and b.sku_id <= ${through} and place.recorded <> place.expected`
}

function subject(): RawBuilder<unknown> {
  return sql`'pool ' || p.code || ', SKU ' || s.code`
}
