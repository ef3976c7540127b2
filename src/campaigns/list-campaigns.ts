import { sql, type RawBuilder } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { phaseAt, type Campaign, type CampaignLine, type CampaignPhase } from '../domain/campaign/campaign.ts'
import { lineProgress, type LineProgress } from '../domain/campaign/line-progress.ts'
import { toListed, type Listed, type PageWanted } from '../stock/read/list-page.ts'
import { instant, msOf } from '../stock/sql/instants.ts'
import { parsed } from '../stock/sql/parsed.ts'

type Planned = Pick<
  CampaignLine,
  'line' | 'units' | 'minimum' | 'limitPerBuyer' | 'threshold' | 'onThreshold' | 'isGift' | 'toppedUp' | 'takenDown'
>

/** A line as operators see it, in sets. */
export interface ListedLine extends Planned, LineProgress {
  readonly recipe: string
  /** The one listing it is for, by the code of its channel and its name there. */
  readonly channel: string | null
  readonly listing: string | null
}

type Shown = Omit<Campaign, 'id' | 'channelIds' | 'poolIds' | 'lines' | 'revision' | 'cancelled'>

export interface ListedCampaign extends Shown {
  readonly id: string
  readonly phase: CampaignPhase
  readonly channels: readonly string[]
  readonly lines: readonly ListedLine[]
}

interface Row extends Omit<Campaign, 'id' | 'channelIds' | 'poolIds' | 'lines' | 'revision' | 'leadMs'> {
  readonly id: string
  readonly leadMs: string
  readonly channels: readonly string[] | string | null
}

interface LineRow extends Planned {
  readonly campaignId: string
  readonly recipe: string
  readonly channel: string | null
  readonly listing: string | null
  readonly granted: number
  readonly kept: number
  readonly published: number
  readonly spent: number
  readonly unconfirmed: number
  readonly sold: number
  readonly soldOutAtMs: number | null
}

/** The newest start first. */
export async function listCampaigns(
  em: Em,
  { first, after, over, nowMs }: PageWanted & { readonly over: boolean; readonly nowMs: number },
): Promise<Listed<ListedCampaign>> {
  const [startsMs = null, id = null] = /^\d+\/\d+$/.test(after ?? '') ? (after ?? '').split('/') : []
  const chosen = sql`
    (${over}::boolean or least(c.ends_at, c.ended_at) > ${instant(nowMs)}::timestamptz)
    and (${id}::bigint is null or (c.starts_at, c.id) < (to_timestamp(${startsMs}::float8 / 1000), ${id}::bigint))
    order by c.starts_at desc, c.id desc limit ${first + 1}`
  return toListed(await read(em, chosen, nowMs), first)
}

export function campaignRowKey({ startsAtMs, id }: ListedCampaign): string {
  return `${startsAtMs}/${id}`
}

export async function findListedCampaign(em: Em, code: string, nowMs: number): Promise<ListedCampaign | null> {
  const [found] = code.includes('\0') ? [] : await read(em, sql`c.code = ${code}`, nowMs)
  return found ?? null
}

async function read(em: Em, chosen: RawBuilder<unknown>, nowMs: number): Promise<readonly ListedCampaign[]> {
  const { rows } = await sql<Row>`
    select c.id, c.code, c.name, c.kind, c.activity_id as "activityId", ${msOf('c.enrols_at')} as "enrolsAtMs", c.freezes,
           ${msOf('c.starts_at')} as "startsAtMs", ${msOf('c.ends_at')} as "endsAtMs", c.lead_ms as "leadMs",
           ${msOf('c.grants_at')} as "grantsAtMs", c.on_shortage as "onShortage", c.returns_to as "returnsTo",
           ${msOf('c.granted_at')} as "grantedAtMs", ${msOf('c.ended_at')} as "endedAtMs", c.cancelled,
           c.grant_problem as "grantProblem",
           (select json_agg(o.code order by x.place) from ${sql.table('campaign_channel')} x
              join ${sql.table('channel')} o on o.id = x.channel_id where x.campaign_id = c.id) as channels
      from ${sql.table('campaign')} c where ${chosen}`.execute(merchantDb(em))
  const lines = await readLines(
    em,
    rows.map(({ id }) => id),
  )
  return rows.map(({ cancelled, channels, leadMs, ...row }) => {
    const campaign = { ...row, leadMs: Number(leadMs) }
    const times = { startsAtMs: row.startsAtMs, endsAtMs: Math.min(row.endsAtMs, row.endedAtMs ?? Infinity), nowMs }
    return {
      ...campaign,
      phase: phaseAt({ ...campaign, cancelled }, nowMs),
      channels: parsed(channels),
      lines: (lines.get(row.id) ?? []).map(
        ({ campaignId: _id, granted, kept, published, spent, unconfirmed, sold, soldOutAtMs, ...line }) => ({
          ...line,
          ...lineProgress({ granted, kept, published, spent, unconfirmed, sold, soldOutAtMs }, times),
        }),
      ),
    }
  })
}

/** Three figures are sets of the first SKU of each pool together: lines claim all their SKUs alike. */
async function readLines(em: Em, campaignIds: readonly string[]): Promise<ReadonlyMap<string, readonly LineRow[]>> {
  const { rows } = await sql<LineRow>`
    select l.campaign_id as "campaignId", l.line, r.code as recipe, o.code as channel, i.external_id as listing,
           l.units::float8 as units, l.minimum::float8 as minimum, l.limit_per_buyer::float8 as "limitPerBuyer",
           l.threshold::float8 as threshold, l.on_threshold as "onThreshold", l.is_gift as "isGift",
           l.topped_up::float8 as "toppedUp", l.taken_down_at is not null as "takenDown", ${msOf('l.sold_out_at')} as "soldOutAtMs",
           coalesce(k.granted, 0)::float8 as granted, coalesce(k.kept, 0)::float8 as kept,
           coalesce(k.published, 0)::float8 as published, coalesce(k.spent, 0)::float8 as spent,
           (select coalesce(sum(s.units), 0) from ${sql.table('stock_command')} s
             where s.kind = 'raise' and s.state <> 'closed' and s.listing_id in (
                   select h.listing_id from ${sql.table('lock_share')} h where h.campaign_line_id = l.id and h.published > 0)
           )::float8 as unconfirmed,
           ((select coalesce(sum(t.units), 0) from ${sql.table('campaign_order_line')} t where t.campaign_line_id = l.id)
             + (select coalesce(sum(d.spent), 0) from ${sql.table('campaign_hold_line')} d where d.campaign_line_id = l.id))::float8 as sold
      from ${sql.table('campaign_line')} l
      join ${sql.table('recipe')} r on r.id = l.recipe_id
      left join ${sql.table('listing')} i on i.id = l.listing_id
      left join ${sql.table('channel')} o on o.id = i.channel_id
      left join lateral (
           select sum(y.granted / y.per_set) as granted, sum(y.kept / y.per_set) as kept, sum(y.published / y.per_set) as published,
                  sum(y.spent / y.per_set) as spent
             from ${sql.table('lock_line')} y
            where y.campaign_line_id = l.id
              and y.sku_id = (select min(f.sku_id) from ${sql.table('lock_line')} f where f.campaign_line_id = l.id)) k on true
     where l.campaign_id = any(${campaignIds}::bigint[]) and not l.removed
     order by l.campaign_id, l.line`.execute(merchantDb(em))
  return Map.groupBy(rows, ({ campaignId }) => campaignId)
}
