import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { directSales } from './direct-sales.ts'
import { lineListings } from './read-minimums.ts'
import { instant, msOf } from '../stock/sql/instants.ts'

/** What the listings and the direct channels of one line sold while its campaign ran, and in as long a time just before. In sets; called off ones left out. */
export interface ComparedLine {
  readonly line: number
  readonly recipe: string
  readonly soldUnits: number
  readonly soldBeforeUnits: number
  /** Null: nothing was sold before. */
  readonly times: number | null
}

/** Orders of shops and direct sales by the time they were placed, whichever of their units a campaign had. Undefined: it has not begun, or there is none. */
export async function compareCampaign(em: Em, code: string, nowMs: number): Promise<readonly ComparedLine[] | undefined> {
  if (code.includes('\0')) return undefined
  const db = merchantDb(em)
  const { rows: found } = await sql<{ id: string; startsAtMs: number; endsAtMs: number }>`
    select c.id, ${msOf('c.starts_at')} as "startsAtMs", least(${msOf('c.ends_at')}, ${msOf('c.ended_at')}) as "endsAtMs"
      from ${sql.table('campaign')} c where c.code = ${code}`.execute(db)
  const [campaign] = found
  if (!campaign || campaign.startsAtMs >= nowMs) return undefined
  const { id, startsAtMs } = campaign
  const untilMs = Math.min(nowMs, campaign.endsAtMs)
  const fromMs = startsAtMs - Math.max(0, untilMs - startsAtMs)
  const { rows } = await sql<Omit<ComparedLine, 'times'>>`
    with sold as (
      select t.listing_id, t.units, o.created_at >= ${instant(startsAtMs)}::timestamptz as during
        from ${sql.table('channel_order')} o
        join ${sql.table('channel_order_line')} t on t.channel_id = o.channel_id and t.order_id = o.order_id
       where o.created_at >= ${instant(fromMs)}::timestamptz and o.created_at < ${instant(untilMs)}::timestamptz
         and o.channel_id in (select x.channel_id from ${sql.table('campaign_channel')} x where x.campaign_id = ${id})
         and t.present and t.state <> 'cancelled' and t.listing_id is not null),
    ${directSales({ campaignId: id, startsAtMs, fromMs, untilMs })}
    select l.line, r.code as recipe,
           (coalesce(sum(sold.units) filter (where sold.during), 0)
             + (select coalesce(sum(d.sets), 0) from direct d where d.line_id = l.id and d.during))::float8 as "soldUnits",
           (coalesce(sum(sold.units) filter (where not sold.during), 0)
             + (select coalesce(sum(d.sets), 0) from direct d where d.line_id = l.id and not d.during))::float8 as "soldBeforeUnits"
      from ${sql.table('campaign_line')} l
      join ${sql.table('recipe')} r on r.id = l.recipe_id
      left join ${lineListings} y on y.line_id = l.id
      left join sold on sold.listing_id = y.listing_id
     where l.campaign_id = ${id} and not l.removed
     group by l.id, l.line, r.code order by l.line`.execute(db)
  return rows.map((row) => ({ ...row, times: row.soldBeforeUnits > 0 ? row.soldUnits / row.soldBeforeUnits : null }))
}
