import { sql, type RawBuilder } from 'kysely'
import { instant } from '../stock/sql/instants.ts'

interface Compared {
  readonly campaignId: string
  readonly startsAtMs: number
  readonly fromMs: number
  readonly untilMs: number
}

/**
 * `direct`: sets that holds of direct channels, and orders that people have told, sold of each line for a recipe; a line of a hold
 * sells the first one that is made of the same. What was never paid, given back, given away or sent again is no sale.
 */
export function directSales({ campaignId, startsAtMs, fromMs, untilMs }: Compared): RawBuilder<unknown> {
  return sql`
    made as (
      select l.id as line_id, l.line, c.sku_id, c.units, count(*) over (partition by l.id) as parts
        from ${sql.table('campaign_line')} l
        join ${sql.table('recipe_component')} c on c.recipe_version_id = coalesce(l.recipe_version_id, (
             select v.id from ${sql.table('recipe_version')} v
              where v.recipe_id = l.recipe_id and v.granted_at is not null and v.effective_at <= ${instant(untilMs)}::timestamptz
              order by v.effective_at desc, v.version desc limit 1))
       where l.campaign_id = ${campaignId} and l.listing_id is null and not l.removed),
    held as (
      select h.id, p.line, p.sku_id, h.created_at >= ${instant(startsAtMs)}::timestamptz as during, sum(p.units) as units,
             sum(p.units - p.released) as kept, count(*) over (partition by h.id, p.line) as parts
        from ${sql.table('hold')} h
        join ${sql.table('campaign_channel')} x on x.campaign_id = ${campaignId} and x.channel_id = h.channel_id
        join ${sql.table('channel')} o on o.id = h.channel_id
        join ${sql.table('hold_line')} p on p.hold_id = h.id
        left join ${sql.table('manual_order')} m on m.hold_id = h.id
       where h.created_at >= ${instant(fromMs)}::timestamptz and h.created_at < ${instant(untilMs)}::timestamptz
         and h.committed_at is not null and coalesce(m.kind = 'order' and not p.line = any(m.gifts), o.platform = 'direct')
       group by h.id, p.line, p.sku_id, h.created_at),
    direct as (
      select distinct on (g.id, g.hold_line) g.line_id, g.during, g.sets
        from (select w.line_id, w.line, h.id, h.line as hold_line, h.during, min(floor(h.kept / w.units)) as sets
                from held h join made w on w.sku_id = h.sku_id and w.parts = h.parts
               group by w.line_id, w.line, h.id, h.line, h.during, w.parts
              having count(*) = w.parts and min(h.units / w.units) = max(h.units / w.units)) g
       order by g.id, g.hold_line, g.line)`
}
