import { sql, type RawBuilder } from 'kysely'
import { openLines } from './open-lines.ts'
import type { SkuRange } from './sku-range.ts'

/** The goods at a location are the sum of their movements, and what is named there is what holds name. */
export function goodsAgainstMoves({ above, through }: SkuRange): RawBuilder<unknown> {
  return sql`
    select fact.name as check, 'location ' || place.code || ', SKU ' || s.code || ', ' || g.condition as subject, fact.recorded, fact.expected
      from ${sql.table('location_stock')} g
      join ${sql.table('sku')} s on s.id = g.sku_id
      join ${sql.table('location')} place on place.id = g.location_id
      left join lateral (
           select sum(m.units) as units from ${sql.table('stock_move')} m
            where m.location_id = g.location_id and m.sku_id = g.sku_id and m.condition = g.condition) moves on true
      left join lateral (
           select sum(o.units) as units
             from ${sql.table('pool_balance')} b
            cross join lateral (
                  ${openLines(sql`l.sku_id = b.sku_id and l.pool_id = b.pool_id and l.location_id = g.location_id`)}) o
            where b.sku_id = g.sku_id) holds on g.condition = 'sellable'
     cross join lateral (values
           ('goods against movements', g.units, coalesce(moves.units, 0)),
           ('named units against holds', g.named, coalesce(holds.units, 0)),
           ('named units short', g.named_short, greatest(0, g.named - greatest(g.units, 0)))) as fact (name, recorded, expected)
     where g.sku_id > ${above} and g.sku_id <= ${through} and fact.recorded <> fact.expected`
}

/** Movements of goods that no location has on record. */
export function movesWithoutGoods({ above, through }: SkuRange): RawBuilder<unknown> {
  return sql`
    select 'movements without goods' as check, 'location ' || m.location_id || ', SKU ' || m.sku_id || ', ' || m.condition as subject,
           count(*) as recorded, 0 as expected
      from ${sql.table('stock_move')} m
     where m.sku_id > ${above} and m.sku_id <= ${through}
       and not exists (
           select from ${sql.table('location_stock')} g
            where g.location_id = m.location_id and g.sku_id = m.sku_id and g.condition = m.condition)
     group by m.location_id, m.sku_id, m.condition`
}

/** R7: consumed is the largest figure anyone told, and what the hold's line says was shipped. */
export function shipmentsAgainstFigures({ above, through }: SkuRange): RawBuilder<unknown> {
  return sql`
    select fact.name as check, 'order ' || c.order_ref || ', line ' || c.line || ', SKU ' || s.code as subject, fact.recorded, fact.expected
      from ${sql.table('shipment_consumed')} c
      join ${sql.table('sku')} s on s.id = c.sku_id
     cross join lateral (
           select max(f.units) as units from ${sql.table('shipment_figure')} f
            where f.order_ref = c.order_ref and f.line = c.line and f.sku_id = c.sku_id) told
      left join lateral (
           select sum(l.shipped) as units
             from ${sql.table('hold')} h
             join ${sql.table('hold_line')} l on l.hold_id = h.id and l.line = c.line and l.sku_id = c.sku_id
            where h.reference = c.order_ref or (h.reference is null and h.id::text = c.order_ref)) shipped on true
     cross join lateral (values
           ('consumed against shipped figures', c.units, coalesce(told.units, 0)),
           ('shipped by the hold against consumed', coalesce(shipped.units, c.units), c.units)) as fact (name, recorded, expected)
     where c.sku_id > ${above} and c.sku_id <= ${through} and fact.recorded <> fact.expected`
}

/** A command under way takes from, or gives back to, as many units of pools as it moves. */
export function partsAgainstCommands({ above, through }: SkuRange): RawBuilder<unknown> {
  return sql`
    select 'parts against command' as check, 'command ' || c.id as subject, coalesce(sum(p.units), 0) as recorded, c.units as expected
      from ${sql.table('stock_command')} c left join ${sql.table('stock_command_part')} p on p.command_id = c.id
     where c.state <> 'closed' and c.kind <> 'set_zero' and c.listing_id > ${above} and c.listing_id <= ${through}
     group by c.id, c.units having coalesce(sum(p.units), 0) <> c.units`
}

/** A command under way changes a quota that is on record. */
export function commandsAgainstQuotas({ above, through }: SkuRange): RawBuilder<unknown> {
  return sql`
    select 'open command without quota' as check, 'listing ' || k.listing_id || ', pool ' || k.pool_id as subject,
           k.units as recorded, 0 as expected
      from ${sql.table('stock_command')} k
     where k.state <> 'closed' and k.listing_id > ${above} and k.listing_id <= ${through}
       and not exists (
           select from ${sql.table('listing_quota')} q where q.listing_id = k.listing_id and q.pool_id = k.pool_id)`
}
