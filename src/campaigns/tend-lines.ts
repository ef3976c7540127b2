import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { ThresholdAction } from '../domain/campaign/campaign.ts'
import { stopSelling } from '../selling/stop-selling.ts'
import type { Alarm } from '../stock/engine/journal.ts'
import { tellCampaigns } from '../stock/sql/campaign-changes.ts'
import { writeAlarms } from '../stock/sql/documents.ts'
import { instant } from '../stock/sql/instants.ts'
import { lineListings } from './read-minimums.ts'
import type { TendingCampaigns } from './tend-campaigns.ts'
import { topUpLine } from './top-up-line.ts'

const LINES_A_TURN = 200
const LISTINGS_A_LINE = 500

interface Watched {
  readonly id: string
  readonly code: string
  readonly line: number
  readonly threshold: number | null
  readonly onThreshold: ThresholdAction
  readonly isGift: boolean
  readonly left: number
  readonly wasBelow: boolean
  readonly wasOut: boolean
}

/**
 * Looks after the lines of running campaigns: what is planned for their thresholds is done, once each time one is passed, and
 * what has sold out is written down.
 */
export async function tendLines(tending: TendingCampaigns): Promise<void> {
  const now = tending.clock.now()
  for (const line of await readPassed(tending.em.fork(), now.getTime())) {
    tending.signal.throwIfAborted()
    if (line.left <= 0 !== line.wasOut) await tellSoldOut(tending, line, now)
    if (line.threshold !== null) await passThreshold(tending, { ...line, threshold: line.threshold }, now)
  }
}

/** Lines that have passed their threshold or have sold out, or came back from there, and nobody has written it down. */
async function readPassed(em: Em, nowMs: number): Promise<readonly Watched[]> {
  const { rows } = await sql<Watched>`
    select * from (
      select l.id, c.code, l.line, l.threshold::float8 as threshold, l.on_threshold as "onThreshold", l.is_gift as "isGift",
             l.threshold_at is not null as "wasBelow", l.sold_out_at is not null as "wasOut",
             (sum((k.granted - k.spent) / k.per_set) - coalesce(
               (select sum(s.owed) from ${sql.table('lock_share')} s where s.campaign_line_id = l.id), 0))::float8 as left,
             l.on_threshold = 'top_up' and exists (
               select from ${sql.table('lock_line')} f
                where f.campaign_line_id = l.id and not exists (
                      select from ${sql.table('lock_line')} o
                        left join ${sql.table('pool_balance')} b on b.pool_id = o.pool_id and b.sku_id = o.sku_id
                       where o.campaign_line_id = l.id and o.pool_id = f.pool_id and coalesce(b.free, 0) < o.per_set)) as free
        from ${sql.table('campaign')} c
        join ${sql.table('campaign_line')} l on l.campaign_id = c.id and not l.removed
        join ${sql.table('lock_line')} k on k.campaign_line_id = l.id and k.open
         and k.sku_id = (select min(x.sku_id) from ${sql.table('lock_line')} x where x.campaign_line_id = l.id)
       where c.granted_at is not null and c.tended_phase is distinct from 'closed'
         and c.starts_at <= ${instant(nowMs)}::timestamptz and least(c.ends_at, c.ended_at) > ${instant(nowMs)}::timestamptz
       group by l.id, c.code) v
     where (v.left <= 0) <> v."wasOut" or (v.left < v.threshold) <> v."wasBelow"
        or (v."onThreshold" = 'top_up' and v.left < v.threshold and v.free)
     order by v.id limit ${LINES_A_TURN}`.execute(merchantDb(em))
  return rows
}

async function tellSoldOut({ em }: TendingCampaigns, { id, code, line, isGift, wasOut }: Watched, now: Date): Promise<void> {
  const alarm: Alarm = {
    kind: 'campaign_gift_gone',
    severity: 'warning',
    subject: `campaign:${code}/${line}`,
    message: `the gift of line ${line} of campaign ${code} has run out: the campaign goes on without it`,
    facts: { campaign: code, line },
  }
  await em.fork().transactional(async (tx) => {
    const { numAffectedRows } = await sql`
      update ${sql.table('campaign_line')} set sold_out_at = ${wasOut ? null : now}::timestamptz
       where id = ${id} and (sold_out_at is not null) = ${wasOut}::boolean`.execute(merchantDb(tx))
    if (numAffectedRows !== 1n) return
    if (isGift && !wasOut) await writeAlarms(tx, [alarm], now.getTime())
    await tellCampaigns(tx, [code], now.getTime())
  })
}

type Passed = Watched & { readonly threshold: number }

async function passThreshold(tending: TendingCampaigns, line: Passed, now: Date): Promise<void> {
  const { code: campaign, line: number, threshold, left, onThreshold, wasBelow } = line
  if (left >= threshold) return wasBelow ? setBelow(tending.em, line, { now, alarms: [] }) : undefined
  if (onThreshold === 'top_up') {
    const answer = await tending.desk.do(topUpLine, { campaign, line: number }, { key: 'top up', actor: 'clock' })
    if (answer.kind === 'refused' || answer.leftUnits >= threshold) return
  }
  if (wasBelow) return
  if (onThreshold === 'take_down') await takeDown(tending, line)
  await setBelow(tending.em, line, { now, alarms: [alarmOf(line)] })
}

/** Which side of its threshold a line is on is written down once, and told with it. */
async function setBelow(
  em: Em,
  { id, code, wasBelow, onThreshold }: Passed,
  { now, alarms }: { readonly now: Date; readonly alarms: readonly Alarm[] },
): Promise<void> {
  await em.fork().transactional(async (tx) => {
    const at = wasBelow ? null : now
    const { numAffectedRows } = await sql`
      update ${sql.table('campaign_line')}
         set threshold_at = ${at}::timestamptz, taken_down_at = ${onThreshold === 'take_down' ? at : null}::timestamptz
       where id = ${id} and (threshold_at is not null) = ${wasBelow}::boolean`.execute(merchantDb(tx))
    if (numAffectedRows !== 1n) return
    if (alarms.length > 0) await writeAlarms(tx, alarms, now.getTime())
    await tellCampaigns(tx, [code], now.getTime())
  })
}

function alarmOf({ code, line, left, threshold, onThreshold }: Passed): Alarm {
  const isDown = onThreshold === 'take_down'
  const what = isDown ? 'its listings were stopped' : onThreshold === 'top_up' ? 'nothing more of it is free' : 'it goes on'
  return {
    kind: isDown ? 'campaign_taken_down' : 'campaign_threshold',
    severity: 'warning',
    subject: `campaign:${code}/${line}`,
    message: `line ${line} of campaign ${code} has ${left} left, fewer than ${threshold}: ${what}`,
    facts: { campaign: code, line, leftUnits: left, threshold },
  }
}

/** Its listings show nothing any more, until an operator resumes them: that was confirmed with the plan. Done again it changes nothing. */
async function takeDown({ em, clock }: TendingCampaigns, { id, code, line }: Watched): Promise<void> {
  const { rows } = await sql<{ channel: string; listing: string }>`
    select o.code as channel, i.external_id as listing
      from ${lineListings} y
      join ${sql.table('listing')} i on i.id = y.listing_id and i.gone_at is null
      join ${sql.table('channel')} o on o.id = i.channel_id
      join ${sql.table('listing_publishing')} p on p.listing_id = i.id
     where y.line_id = ${id} order by i.id limit ${LISTINGS_A_LINE}`.execute(merchantDb(em.fork()))
  for (const { channel, listing } of rows) {
    await stopSelling({ em, clock }, { channel, listing, sku: null }, `campaign:${code}/${line}`, { planned: true })
  }
}
