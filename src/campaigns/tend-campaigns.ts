import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { phaseAt, type CampaignPhase } from '../domain/campaign/campaign.ts'
import { toPoolId, toSkuId } from '../domain/ids.ts'
import { bookDue } from '../stock/facts/book-due.ts'
import { tellCampaigns } from '../stock/sql/campaign-changes.ts'
import { instant, msOf } from '../stock/sql/instants.ts'
import type { Alarm } from '../stock/engine/journal.ts'
import { writeAlarms } from '../stock/sql/documents.ts'
import type { StockDesk } from '../stock/stock-desk.ts'
import { grantCampaign } from './grant-campaign.ts'
import { tendLines } from './tend-lines.ts'
import { tendSets } from './tend-sets.ts'
import { readExpired, readRefills, refillCampaign } from './refill-campaign.ts'

export interface TendingCampaigns {
  readonly em: Em
  readonly desk: StockDesk
  readonly clock: Clock
  readonly signal: AbortSignal
}

const CAMPAIGNS_A_TURN = 500
const BALANCES_AT_ONCE = 200
/** A grant that was refused is tried again after so long. */
const GRANT_AGAIN_MS = 60_000
/** Orders of its window may be told so long after its end. */
const LATE_ORDERS_MS = 7 * 86_400_000

interface Tended {
  readonly id: string
  readonly code: string
  readonly startsAtMs: number
  readonly endsAtMs: number
  readonly endedAtMs: number | null
  readonly leadMs: number
  readonly cancelled: boolean
  readonly grantsAtMs: number | null
  readonly grantedAtMs: number | null
  readonly revision: number
  readonly tendedPhase: string | null
  readonly tendedRevision: number | null
}

/**
 * Grants campaigns whose time has come, makes up what they miss, and follows those whose phase the clock has changed, or somebody
 * their plan: what an ended one kept is booked as free. Returns the SKUs to reckon anew. Who may spend and when promises end does not depend on it.
 */
export async function tendCampaigns(tending: TendingCampaigns): Promise<readonly string[]> {
  const { clock, signal } = tending
  const nowMs = clock.now().getTime()
  const turned: Tended[] = []
  for (const campaign of await readOpen(tending.em)) {
    signal.throwIfAborted()
    const phase = phaseAt(campaign, nowMs)
    if (phase === 'planned' && campaign.grantsAtMs !== null && campaign.grantsAtMs <= nowMs) await grant(tending, campaign, nowMs)
    if (phase !== campaign.tendedPhase || campaign.revision !== campaign.tendedRevision) turned.push(campaign)
  }
  const refills = [...(await readExpired(tending.em.fork(), nowMs)), ...(await readRefills(tending.em.fork(), nowMs))]
  for (const refill of refills) {
    signal.throwIfAborted()
    await tending.desk.do(refillCampaign, refill, { key: 'refill', actor: 'clock' })
  }
  await tendLines(tending)
  await tendSets(tending)
  if (turned.length === 0) return []
  const over = turned.filter((campaign) => isOver(phaseAt(campaign, nowMs)))
  if (over.length > 0) await bookEnded(tending, over)
  const skuIds = await skusOf(tending.em, turned)
  for (const campaign of turned) await setTended(tending.em, campaign, nowMs)
  await tellCampaigns(
    tending.em.fork(),
    turned.map(({ code }) => code),
    nowMs,
  )
  return skuIds
}

function isOver(phase: CampaignPhase): boolean {
  return phase === 'ended' || phase === 'cancelled'
}

async function readOpen(em: Em): Promise<readonly Tended[]> {
  const { rows } = await sql<Omit<Tended, 'leadMs'> & { readonly leadMs: string }>`
    select c.id, c.code, ${msOf('c.starts_at')} as "startsAtMs", ${msOf('c.ends_at')} as "endsAtMs", ${msOf('c.ended_at')} as "endedAtMs",
           c.lead_ms as "leadMs", c.cancelled, ${msOf('c.grants_at')} as "grantsAtMs", ${msOf('c.granted_at')} as "grantedAtMs",
           c.revision, c.tended_phase as "tendedPhase", c.tended_revision as "tendedRevision"
      from ${sql.table('campaign')} c where c.tended_phase is distinct from 'closed'
     order by c.id limit ${CAMPAIGNS_A_TURN}`.execute(merchantDb(em.fork()))
  return rows.map(({ leadMs, ...row }) => ({ ...row, leadMs: Number(leadMs) }))
}

/** Within a minute the same key is told the same answer: what is not there now is not asked for at each tick. */
async function grant({ em, desk }: TendingCampaigns, { id, code, revision, startsAtMs }: Tended, nowMs: number): Promise<void> {
  const key = `campaign:${id}/${revision}/${Math.floor(nowMs / GRANT_AGAIN_MS)}`
  const answer = await desk.do(grantCampaign, { campaign: code, onShortage: null }, { key, actor: 'clock' })
  if (answer.kind !== 'refused' || answer.code === 'BUSY') return
  const alarm: Alarm = {
    kind: 'campaign_not_granted',
    severity: 'critical',
    subject: `campaign:${code}`,
    message: `campaign ${code} was to be granted by now: ${answer.message}`,
    facts: { campaign: code, code: answer.code, startsAt: new Date(startsAtMs).toISOString() },
  }
  // Told once: it is tried each minute from now on.
  await em.fork().transactional(async (tx) => {
    const { rows } = await sql<{ told: boolean }>`
      update ${sql.table('campaign')} c set grant_problem = ${answer.message}
        from (select id, grant_problem is not null as told from ${sql.table('campaign')} where id = ${id} for update) before
       where c.id = before.id and c.granted_at is null and c.grant_problem is distinct from ${answer.message}
      returning before.told`.execute(merchantDb(tx))
    if (rows[0]?.told === false) await writeAlarms(tx, [alarm], nowMs)
  })
}

async function bookEnded({ em, desk, signal }: TendingCampaigns, campaigns: readonly Tended[]): Promise<void> {
  const { rows } = await sql<{ pool_id: string; sku_id: string }>`
    select distinct k.pool_id, k.sku_id
      from ${sql.table('lock_line')} k join ${sql.table('campaign_line')} l on l.id = k.campaign_line_id
     where l.campaign_id = any(${campaigns.map(({ id }) => id)}::bigint[]) and k.kept > 0
     order by k.pool_id, k.sku_id`.execute(merchantDb(em.fork()))
  const balances = rows.map((row) => ({ poolId: toPoolId(row.pool_id), skuId: toSkuId(row.sku_id) }))
  for (let start = 0; start < balances.length; start += BALANCES_AT_ONCE) {
    signal.throwIfAborted()
    await desk.do(bookDue, { balances: balances.slice(start, start + BALANCES_AT_ONCE) }, { key: 'due', actor: 'clock' })
  }
}

async function skusOf(em: Em, campaigns: readonly Tended[]): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct k.sku_id as id
      from ${sql.table('lock_line')} k join ${sql.table('campaign_line')} l on l.id = k.campaign_line_id
     where l.campaign_id = any(${campaigns.map(({ id }) => id)}::bigint[]) order by 1`.execute(merchantDb(em.fork()))
  return rows.map(({ id }) => id)
}

/** A plan that was changed meanwhile is looked at again. */
async function setTended(em: Em, campaign: Tended, nowMs: number): Promise<void> {
  const phase = phaseAt(campaign, nowMs)
  await sql`
    update ${sql.table('campaign')} set tended_phase = ${phase}, tended_revision = revision where id = ${campaign.id} and revision = ${campaign.revision}`.execute(
    merchantDb(em.fork()),
  )
}

/**
 * Campaigns that are long over need not be looked at again: what their listings still show is theirs in name only. Returns how
 * many lines were put away.
 */
export async function closeCampaigns(em: Em, nowMs: number): Promise<number> {
  const { numAffectedRows } = await sql`
    with over as (
      update ${sql.table('campaign')} c set tended_phase = 'closed'
       where c.tended_phase in ('ended', 'cancelled') and least(c.ends_at, c.ended_at) < ${instant(nowMs - LATE_ORDERS_MS)}::timestamptz
         and not exists (
             select from ${sql.table('campaign_line')} l
               left join ${sql.table('lock_line')} k on k.campaign_line_id = l.id
               left join ${sql.table('lock_share')} s on s.campaign_line_id = l.id
              where l.campaign_id = c.id and (k.kept > 0 or s.owed > 0))
      returning c.id)
    update ${sql.table('lock_line')} k set open = false
      from ${sql.table('campaign_line')} l, over where l.id = k.campaign_line_id and l.campaign_id = over.id`.execute(
    merchantDb(em.fork()),
  )
  await forgetBuyers(em)
  return Number(numAffectedRows ?? 0n)
}

/** Who bought is nobody's business once a campaign is put away: without its key its digests say nothing, and they go too. */
async function forgetBuyers(em: Em): Promise<void> {
  await sql`
    with over as (
      update ${sql.table('campaign')} set buyer_key = null where tended_phase = 'closed' and buyer_key is not null returning id)
    update ${sql.table('campaign_hold_line')} s set buyer = null
      from ${sql.table('campaign_line')} l, over where l.id = s.campaign_line_id and l.campaign_id = over.id`.execute(
    merchantDb(em.fork()),
  )
}
