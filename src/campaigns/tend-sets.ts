import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { Alarm } from '../stock/engine/journal.ts'
import { tellCampaigns } from '../stock/sql/campaign-changes.ts'
import { writeAlarms } from '../stock/sql/documents.ts'
import { instant } from '../stock/sql/instants.ts'
import { parsed } from '../stock/sql/parsed.ts'
import { lineListings } from './read-minimums.ts'
import type { TendingCampaigns } from './tend-campaigns.ts'

const SETS_A_TURN = 200

interface SetLine {
  readonly id: string
  readonly code: string
  readonly line: number
  readonly wasEnded: boolean
  /** Codes of the goods of which no set more is free. */
  readonly gone: readonly string[] | string | null
  /** So many sets of the others are free. */
  readonly others: number | null
}

/**
 * Tells which sets have run out in running campaigns for want of some of their goods while there are others: a set is sold whole or not
 * at all, and whether what is missing was given away, and the rest may be sold without it, only an operator knows.
 */
export async function tendSets({ em, clock, signal }: TendingCampaigns): Promise<void> {
  const now = clock.now()
  for (const set of await readTurned(em.fork(), now.getTime())) {
    signal.throwIfAborted()
    await tell(em, set, now)
  }
}

/** Sets that have ended so, or go on again, and nobody has written it down. */
async function readTurned(em: Em, nowMs: number): Promise<readonly SetLine[]> {
  const { rows } = await sql<SetLine>`
    select l.id, c.code, l.line, l.set_ended_at is not null as "wasEnded", f.gone, f.others
      from ${sql.table('campaign')} c
      join ${sql.table('campaign_line')} l on l.campaign_id = c.id and not l.removed
     cross join lateral (
           select sum(k.kept + k.published) as there, count(distinct k.sku_id) as goods
             from ${sql.table('lock_line')} k where k.campaign_line_id = l.id and k.open) h
     cross join lateral (
           select json_agg(s.code order by s.code) filter (where p.sets = 0) as gone, min(p.sets) filter (where p.sets > 0)::float8 as others
             from (select k.sku_id, sum(greatest(coalesce(b.free, 0), 0) / k.per_set) as sets
                     from ${sql.table('lock_line')} k
                     left join ${sql.table('pool_balance')} b on b.pool_id = k.pool_id and b.sku_id = k.sku_id
                    where k.campaign_line_id = l.id and k.open group by k.sku_id) p
             join ${sql.table('sku')} s on s.id = p.sku_id) f
     where c.granted_at is not null and c.tended_phase is distinct from 'closed'
       and c.starts_at <= ${instant(nowMs)}::timestamptz and least(c.ends_at, c.ended_at) > ${instant(nowMs)}::timestamptz
       and h.goods > 1
       and (h.there = 0 and f.gone is not null and f.others is not null and not exists (
             select from ${lineListings} y join ${sql.table('listing_quota')} q on q.listing_id = y.listing_id
              where y.line_id = l.id and q.quota > 0)) <> (l.set_ended_at is not null)
     order by l.id limit ${SETS_A_TURN}`.execute(merchantDb(em))
  return rows
}

async function tell(em: Em, { id, code, line, wasEnded, gone, others }: SetLine, now: Date): Promise<void> {
  const skus = parsed(gone).join(', ')
  const alarm: Alarm = {
    kind: 'campaign_set_ended',
    severity: 'warning',
    subject: `campaign:${code}/${line}`,
    message: `line ${line} of campaign ${code} sells a set of which no ${skus} is left: ${others ?? 0} more could be sold without. If that was given away, go on without it: a line for a recipe of the others (changeCampaign, newLines), and its listings mapped to that`,
    facts: { campaign: code, line, skus, units: others ?? 0 },
  }
  await em.fork().transactional(async (tx) => {
    const { numAffectedRows } = await sql`
      update ${sql.table('campaign_line')} set set_ended_at = ${wasEnded ? null : now}::timestamptz
       where id = ${id} and (set_ended_at is not null) = ${wasEnded}::boolean`.execute(merchantDb(tx))
    if (numAffectedRows !== 1n || wasEnded) return
    await writeAlarms(tx, [alarm], now.getTime())
    await tellCampaigns(tx, [code], now.getTime())
  })
}
