import { sql } from 'kysely'
import type { Campaign, CampaignLine } from '../../domain/campaign/campaign.ts'
import { toPoolId, toSkuId } from '../../domain/ids.ts'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import { ids, texts } from './columns.ts'
import { instant, msOf } from './instants.ts'
import { parsed } from './parsed.ts'

interface CampaignRow {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly kind: Campaign['kind']
  readonly activity_id: string | null
  readonly enrols_ms: number | null
  readonly freezes: boolean
  readonly starts_ms: number
  readonly ends_ms: number
  readonly lead_ms: string
  readonly grants_ms: number | null
  readonly on_shortage: Campaign['onShortage']
  readonly returns_to: Campaign['returnsTo']
  readonly granted_ms: number | null
  readonly ended_ms: number | null
  readonly cancelled: boolean
  readonly grant_problem: string | null
  readonly revision: number
  readonly channels: readonly string[] | string
  readonly pools: readonly string[] | string
}

interface LineRow {
  readonly campaign_id: string
  readonly line: number
  readonly recipe_id: string
  readonly version_id: string
  readonly listing_id: string | null
  readonly unfit: CampaignLine['unfit']
  readonly units: string
  readonly minimum: string
  readonly limit_per_buyer: string | null
  readonly threshold: string | null
  readonly on_threshold: CampaignLine['onThreshold']
  readonly is_gift: boolean
  readonly topped_up: string
  readonly taken_down: boolean
  readonly removed: boolean
  readonly components: readonly { readonly sku: string; readonly units: number }[] | string
  readonly later_goods: readonly (readonly string[])[] | string | null
}

/** Campaigns as they are planned; what their lines sell, and are made of, as of now, unless a grant has settled it. */
export async function readCampaigns(em: Em, codes: readonly string[], nowMs: number): Promise<readonly Campaign[]> {
  if (codes.length === 0) return []
  const { rows } = await sql<CampaignRow>`
    select c.id, c.code, c.name, c.kind, c.activity_id, ${msOf('c.enrols_at')} as enrols_ms, c.freezes, ${msOf('c.starts_at')} as starts_ms,
           ${msOf('c.ends_at')} as ends_ms, c.lead_ms, ${msOf('c.grants_at')} as grants_ms, c.on_shortage, c.returns_to,
           ${msOf('c.granted_at')} as granted_ms, ${msOf('c.ended_at')} as ended_ms, c.cancelled, c.grant_problem, c.revision,
           (select json_agg(x.channel_id::text order by x.place) from ${sql.table('campaign_channel')} x where x.campaign_id = c.id) as channels,
           coalesce((select json_agg(u.pool_id::text order by u.place, u.position, u.pool_id)
               from (select p.pool_id, min(x.place) as place, min(p.position) as position
                       from ${sql.table('campaign_channel')} x join ${sql.table('channel_pool')} p on p.channel_id = x.channel_id
                      where x.campaign_id = c.id group by p.pool_id) u),
             (select json_build_array(p.id::text) from ${sql.table('pool')} p order by p.position, p.id limit 1)) as pools
      from ${sql.table('campaign')} c where c.code = any(${texts(codes)}::text[])`.execute(merchantDb(em))
  const lines = rows.length === 0 ? [] : await readLines(em, rows, nowMs)
  const byCampaign = Map.groupBy(lines, ({ campaign_id: id }) => id)
  return rows.map((row) => toCampaign(row, byCampaign.get(row.id) ?? []))
}

async function readLines(em: Em, campaigns: readonly CampaignRow[], nowMs: number): Promise<readonly LineRow[]> {
  const { rows } = await sql<LineRow>`
    select l.campaign_id, l.line, sold.recipe_id, v.id as version_id, l.listing_id, sold.unfit, l.units, l.minimum, l.limit_per_buyer, l.threshold,
           l.on_threshold, l.is_gift, l.topped_up, l.taken_down_at is not null as taken_down, l.removed, parts.components,
           (select json_agg((select json_agg(p.sku_id::text order by p.sku_id) from ${sql.table('recipe_component')} p
                              where p.recipe_version_id = n.id) order by n.version)
              from ${sql.table('recipe_version')} n
             where n.recipe_id = sold.recipe_id and n.effective_at < least(c.ends_at, c.ended_at)
               and n.version > (select w.version from ${sql.table('recipe_version')} w where w.id = v.id)
               and not exists (select from ${sql.table('recipe_version')} m
                                where m.recipe_id = n.recipe_id and m.version > n.version and m.effective_at = n.effective_at)) as later_goods
      from ${sql.table('campaign_line')} l
      join ${sql.table('campaign')} c on c.id = l.campaign_id
      left join ${sql.table('listing')} i on i.id = l.listing_id and l.recipe_version_id is null
     cross join lateral (
           select coalesce(i.recipe_id, l.recipe_id) as recipe_id,
                  case when i.id is not null and i.recipe_id is null then 'unmapped' when i.sold_ahead then 'sold ahead' end as unfit) sold
     cross join lateral (
           select coalesce(l.recipe_version_id, (
             select r.id from ${sql.table('recipe_version')} r
              where r.recipe_id = sold.recipe_id and r.granted_at is not null and r.effective_at <= ${instant(nowMs)}::timestamptz
              order by r.effective_at desc, r.version desc limit 1)) as id) v
     cross join lateral (
           select json_agg(json_build_object('sku', p.sku_id::text, 'units', p.units) order by p.sku_id) as components
             from ${sql.table('recipe_component')} p where p.recipe_version_id = v.id) parts
     where l.campaign_id = any(${ids(campaigns.map(({ id }) => id))}::bigint[])
     order by l.campaign_id, l.line`.execute(merchantDb(em))
  return rows
}

function toCampaign(row: CampaignRow, lines: readonly LineRow[]): Campaign {
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    kind: row.kind,
    channelIds: parsed<string>(row.channels),
    poolIds: parsed<string>(row.pools).map(toPoolId),
    activityId: row.activity_id,
    enrolsAtMs: row.enrols_ms,
    freezes: row.freezes,
    startsAtMs: row.starts_ms,
    endsAtMs: row.ends_ms,
    leadMs: Number(row.lead_ms),
    grantsAtMs: row.grants_ms,
    onShortage: row.on_shortage,
    returnsTo: row.returns_to,
    grantedAtMs: row.granted_ms,
    endedAtMs: row.ended_ms,
    cancelled: row.cancelled,
    grantProblem: row.grant_problem,
    revision: row.revision,
    lines: lines.map(toLine),
  }
}

function toLine(row: LineRow): CampaignLine {
  return {
    line: row.line,
    recipeId: row.recipe_id,
    recipeVersionId: row.version_id,
    components: parsed<{ sku: string; units: number }>(row.components).map(({ sku, units }) => ({ skuId: toSkuId(sku), units })),
    laterGoods: parsed<readonly string[]>(row.later_goods ?? []).map((goods) => goods.map(toSkuId)),
    listingId: row.listing_id,
    unfit: row.unfit,
    units: Number(row.units),
    minimum: Number(row.minimum),
    limitPerBuyer: row.limit_per_buyer === null ? null : Number(row.limit_per_buyer),
    threshold: row.threshold === null ? null : Number(row.threshold),
    onThreshold: row.on_threshold,
    isGift: row.is_gift,
    toppedUp: Number(row.topped_up),
    takenDown: row.taken_down,
    removed: row.removed,
  }
}

/** Takes campaigns for the transaction. Whoever changes a granted one holds the balances of its lines before. */
export async function lockCampaigns(
  em: Em,
  codes: readonly string[],
): Promise<readonly { readonly code: string; readonly revision: number }[]> {
  const { rows } = await sql<{ code: string; revision: number }>`
    select code, revision from ${sql.table('campaign')} where code = any(${texts(codes)}::text[]) order by id for update`.execute(
    merchantDb(em),
  )
  return rows
}

/** Until the end of the transaction nobody defines these lines' recipes anew, nor maps their listings to others. */
export async function pinWhatIsSold(em: Em, lines: readonly CampaignLine[]): Promise<void> {
  const listingIds = lines.flatMap(({ listingId }) => listingId ?? [])
  const recipeIds = [...new Set(lines.map(({ recipeId }) => recipeId))]
  if (listingIds.length > 0) {
    await sql`select 1 from ${sql.table('listing')} where id = any(${ids(listingIds)}::bigint[]) order by id for share`.execute(
      merchantDb(em),
    )
  }
  await sql`select 1 from ${sql.table('recipe')} where id = any(${ids(recipeIds)}::bigint[]) order by id for share`.execute(
    merchantDb(em),
  )
}
