import { sql } from 'kysely'
import type { Campaign } from '../../domain/campaign/campaign.ts'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import type { LockRow, Locks, LockShare, Spending } from '../engine/locks.ts'
import { instant, instantOrNull } from './instants.ts'
import { bigint, instants, integer, rowsOf, text } from './rows.ts'

/** Stores what a batch has changed of campaigns: their plans first, since the rest refers to them. */
export async function writeLocks(em: Em, locks: Locks, nowMs: number): Promise<void> {
  for (const campaign of locks.campaigns.changed.values()) await writeCampaign(em, campaign, nowMs)
  const rows = [...locks.rows.changed.values()]
  if (rows.length > 0) await writeRows(em, rows)
  const shares = [...locks.shares.changed.values()]
  if (shares.length > 0) await writeShares(em, shares)
  const spendings = [...locks.spendings.changed.values()]
  if (spendings.length > 0) await writeSpendings(em, spendings)
}

async function writeCampaign(em: Em, campaign: Campaign, nowMs: number): Promise<void> {
  const { code, name, kind, activityId, leadMs, onShortage, returnsTo, cancelled, grantProblem, revision } = campaign
  const { rows } = await sql<{ id: string }>`
    insert into ${sql.table('campaign')}
      (code, name, kind, activity_id, enrols_at, starts_at, ends_at, lead_ms, grants_at, on_shortage, returns_to, granted_at, ended_at,
       cancelled, grant_problem, revision, freezes, created_at)
    values (${code}, ${name}, ${kind}, ${activityId}, ${instantOrNull(campaign.enrolsAtMs)}::timestamptz,
            ${instant(campaign.startsAtMs)}::timestamptz, ${instant(campaign.endsAtMs)}::timestamptz, ${leadMs}::bigint,
            ${instantOrNull(campaign.grantsAtMs)}::timestamptz, ${onShortage}, ${returnsTo},
            ${instantOrNull(campaign.grantedAtMs)}::timestamptz, ${instantOrNull(campaign.endedAtMs)}::timestamptz, ${cancelled}::boolean,
            ${grantProblem}::text, ${revision}::integer, ${campaign.freezes}::boolean, ${instant(nowMs)}::timestamptz)
        on conflict (code) do update
       set name = excluded.name, kind = excluded.kind, activity_id = excluded.activity_id, enrols_at = excluded.enrols_at,
           starts_at = excluded.starts_at, ends_at = excluded.ends_at, lead_ms = excluded.lead_ms, grants_at = excluded.grants_at,
           on_shortage = excluded.on_shortage, returns_to = excluded.returns_to, granted_at = excluded.granted_at,
           ended_at = excluded.ended_at, cancelled = excluded.cancelled, grant_problem = excluded.grant_problem,
           revision = excluded.revision, freezes = excluded.freezes, tended_phase = null
    returning id`.execute(merchantDb(em))
  const [row] = rows
  if (!row) throw new Error('a campaign that is stored has an id')
  if (campaign.id === null) await writeChannels(em, row.id, campaign.channelIds)
  await writeLines(em, row.id, campaign)
}

async function writeChannels(em: Em, id: string, channelIds: readonly string[]): Promise<void> {
  await sql`
    insert into ${sql.table('campaign_channel')} (campaign_id, channel_id, place)
    ${rowsOf({
      campaign_id: bigint(channelIds.map(() => id)),
      channel_id: bigint(channelIds),
      place: integer(channelIds.map((_, n) => n)),
    })}`.execute(merchantDb(em))
}

/** What a line is made of is settled by its grant. */
async function writeLines(em: Em, id: string, { lines, grantedAtMs }: Campaign): Promise<void> {
  if (lines.length === 0) return
  await sql`
    insert into ${sql.table('campaign_line')}
      (line, campaign_id, recipe_id, recipe_version_id, listing_id, units, minimum, limit_per_buyer, threshold, on_threshold, is_gift, topped_up, removed)
    select v.line, v.campaign_id, v.recipe_id, v.version_id, v.listing_id, v.units, v.minimum, v.limit_per_buyer, v.threshold,
           v.on_threshold, v.is_gift::boolean, v.topped_up, v.removed::boolean
      from (${rowsOf({
        line: integer(lines.map(({ line }) => line)),
        campaign_id: bigint(lines.map(() => id)),
        recipe_id: bigint(lines.map(({ recipeId }) => recipeId)),
        version_id: bigint(lines.map(({ recipeVersionId }) => (grantedAtMs === null ? null : recipeVersionId))),
        listing_id: bigint(lines.map(({ listingId }) => listingId)),
        units: bigint(lines.map(({ units }) => units)),
        minimum: bigint(lines.map(({ minimum }) => minimum)),
        limit_per_buyer: bigint(lines.map(({ limitPerBuyer }) => limitPerBuyer)),
        threshold: bigint(lines.map(({ threshold }) => threshold)),
        on_threshold: text(lines.map(({ onThreshold }) => onThreshold)),
        is_gift: text(lines.map(({ isGift }) => String(isGift))),
        topped_up: bigint(lines.map(({ toppedUp }) => toppedUp)),
        removed: text(lines.map(({ removed }) => String(removed))),
      })}) v
        on conflict (campaign_id, line) do update
       set recipe_id = excluded.recipe_id, recipe_version_id = excluded.recipe_version_id, units = excluded.units, minimum = excluded.minimum,
           limit_per_buyer = excluded.limit_per_buyer, threshold = excluded.threshold, on_threshold = excluded.on_threshold,
           topped_up = excluded.topped_up, removed = excluded.removed`.execute(merchantDb(em))
}

/** Two parts: the campaign's id and the number of its line. */
function lineColumns(keys: readonly string[]) {
  return {
    campaign_id: bigint(keys.map((key) => key.split('/')[0] ?? null)),
    line: integer(keys.map((key) => Number(key.split('/')[1]))),
  }
}

async function writeRows(em: Em, rows: readonly LockRow[]): Promise<void> {
  await sql`
    insert into ${sql.table('lock_line')} (campaign_line_id, pool_id, sku_id, per_set, granted, kept, published, spent)
    select l.id, v.pool_id, v.sku_id, v.per_set, v.granted, v.kept, v.published, v.spent
      from (${rowsOf({
        ...lineColumns(rows.map(({ lineKey }) => lineKey)),
        pool_id: bigint(rows.map(({ poolId }) => poolId)),
        sku_id: bigint(rows.map(({ skuId }) => skuId)),
        per_set: integer(rows.map(({ perSet }) => perSet)),
        granted: bigint(rows.map(({ granted }) => granted)),
        kept: bigint(rows.map(({ kept }) => kept)),
        published: bigint(rows.map(({ published }) => published)),
        spent: bigint(rows.map(({ spent }) => spent)),
      })}) v
      join ${sql.table('campaign_line')} l on l.campaign_id = v.campaign_id and l.line = v.line
        on conflict (campaign_line_id, pool_id, sku_id) do update
       set granted = excluded.granted, kept = excluded.kept, published = excluded.published, spent = excluded.spent`.execute(
    merchantDb(em),
  )
}

async function writeShares(em: Em, shares: readonly LockShare[]): Promise<void> {
  await sql`
    insert into ${sql.table('lock_share')} (campaign_line_id, listing_id, pool_id, published, owed)
    select l.id, v.listing_id, v.pool_id, v.published, v.owed
      from (${rowsOf({
        ...lineColumns(shares.map(({ lineKey }) => lineKey)),
        listing_id: bigint(shares.map(({ listingId }) => listingId)),
        pool_id: bigint(shares.map(({ poolId }) => poolId)),
        published: bigint(shares.map(({ published }) => published)),
        owed: bigint(shares.map(({ owed }) => owed)),
      })}) v
      join ${sql.table('campaign_line')} l on l.campaign_id = v.campaign_id and l.line = v.line
        on conflict (campaign_line_id, listing_id, pool_id) do update set published = excluded.published, owed = excluded.owed`.execute(
    merchantDb(em),
  )
}

async function writeSpendings(em: Em, spendings: readonly Spending[]): Promise<void> {
  await sql`
    insert into ${sql.table('campaign_order_line')} (channel_id, order_id, line, campaign_line_id, listing_id, units, ordered_at)
    select v.channel_id, v.order_id, v.order_line, l.id, v.listing_id, v.units, v.ordered_at
      from (${rowsOf({
        ...lineColumns(spendings.map(({ lineKey }) => lineKey)),
        channel_id: bigint(spendings.map(({ channelId }) => channelId)),
        order_id: text(spendings.map(({ orderId }) => orderId)),
        order_line: integer(spendings.map(({ line }) => line)),
        listing_id: bigint(spendings.map(({ listingId }) => listingId)),
        units: bigint(spendings.map(({ units }) => units)),
        ordered_at: instants(spendings.map(({ orderedAtMs }) => orderedAtMs)),
      })}) v
      join ${sql.table('campaign_line')} l on l.campaign_id = v.campaign_id and l.line = v.line
        on conflict (channel_id, order_id, line) do update
       set campaign_line_id = excluded.campaign_line_id, listing_id = excluded.listing_id, units = excluded.units`.execute(
    merchantDb(em),
  )
}
