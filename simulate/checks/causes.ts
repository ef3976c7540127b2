import { sql } from 'kysely'
import { merchantDb } from '../../src/db/merchant-db.ts'
import type { Em } from '../../src/db/orm.ts'

/**
 * I8: a quota fell and its line names no order, answer or observation that allows it. I14: what a listing's lines add up to
 * is its quota, so none of them was caused by another listing.
 */
export async function faultyCauses(em: Em): Promise<readonly string[]> {
  const { rows } = await sql<{ text: string }>`
    with moved as (
      select g.id, g.reason, g.document, case when g.to_place = 'quota' then g.units else -g.units end as units,
             split_part(g.document, ':', 1) as kind, split_part(g.document, ':', 2) as name,
             split_part(split_part(g.document, ':', 3), '/', 1) as order_id
        from ${sql.table('ledger')} g where 'quota' in (g.from_place, g.to_place)),
    caused as (
      select m.id, m.reason, m.document, m.units, coalesce(k.listing_id, r.listing_id, f.listing_id, n.id, o.listing_id) as listing_id,
             case m.reason
               when 'lower' then k.kind = 'lower' and exists (
                 select from ${sql.table('stock_try')} t where t.command_id = k.id and t.outcome = 'acknowledged')
               when 'raise_refused' then k.kind = 'raise' and not exists (
                 select from ${sql.table('stock_try')} t where t.command_id = k.id and t.outcome is distinct from 'refused by gateway')
               when 'settle' then r.outcome = 'settled'
               when 'join' then r.outcome = 'joined'
               when 'move_hold' then o.listing_id is not null
               when 'close_version' then n.id is not null
               else m.reason like 'order%' and o.listing_id is not null
             end as allowed
        from moved m
        left join ${sql.table('stock_command')} k on m.kind = 'stock_command' and k.id::text = m.name
        left join ${sql.table('stock_reading')} r on m.kind = 'stock_reading' and r.id::text = m.name
        left join ${sql.table('listing_finding')} f on m.kind = 'listing_finding' and f.id::text = m.name
        left join ${sql.table('listing')} n on m.kind = 'listing' and n.id::text = m.name
        left join lateral (
             select l.listing_id from ${sql.table('channel')} c
               join ${sql.table('channel_order_line')} l on l.channel_id = c.id
              where m.kind = 'order' and c.code = m.name and l.order_id = m.order_id limit 1) o on true),
    kept as (
      select q.listing_id, sum(q.quota * w.units) as units
        from ${sql.table('listing_quota')} q
        join (select listing_id, sum(units) as units
                from (select v.listing_id, max(c.units) as units
                        from ${sql.table('listing_open_version')} v join ${sql.table('recipe_component')} c using (recipe_version_id)
                       group by v.listing_id, c.sku_id) each group by listing_id) w using (listing_id)
       group by q.listing_id)
    select 'I8: a quota fell by ' || -units || ' for ' || reason || ' of ' || document as text
      from caused where units < 0 and allowed is not true
    union all
    select 'I14: the lines of listing ' || kept.listing_id || ' come to ' || coalesce(own.units, 0) || ', its quota to ' || kept.units
      from kept left join (select listing_id, sum(units) as units from caused group by listing_id) own using (listing_id)
     where kept.units <> coalesce(own.units, 0)
       and not exists (select from caused where listing_id is null)`.execute(merchantDb(em))
  return rows.map(({ text }) => text)
}
