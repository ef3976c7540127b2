import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { HandEditPolicy, Remedy } from '../domain/publishing/judge-reading.ts'
import type { ForeignChange } from '../domain/publishing/second-writer.ts'
import type { Alarm } from '../stock/engine/journal.ts'
import { msOf } from '../stock/sql/instants.ts'
import { writeAlarms } from '../stock/sql/documents.ts'

/** So long what is shared out leaves a listing no more than it had before the edit. */
const CUT_MS = 600_000

export type FindingKind = 'raised' | 'lowered' | 'joined again'

/** A change of a listing's number that nothing explains, with the numbers and instants that prove it. */
export interface Finding {
  readonly channelId: string
  readonly channel: string
  readonly listingId: string
  readonly listing: string
  readonly kind: FindingKind
  readonly units: number
  readonly aboveQuota: number
  readonly shownUnits: number
  readonly leastExpected: number | null
  readonly mostExpected: number | null
  readonly quota: number
  readonly policy: HandEditPolicy
  /** The platform's clock: it was changed between the reading before and the one that showed it. */
  readonly changedFromMs: number
  readonly changedToMs: number
}

/** Writes a finding with its alarm; one that needs nothing covered is done with. */
export async function writeFinding(tx: Em, finding: Finding, now: Date): Promise<void> {
  await sql`
    insert into ${sql.table('listing_finding')}
      (channel_id, listing_id, kind, units, above_quota, shown_units, least_expected, most_expected, quota, policy,
       changed_from, changed_to, found_at, covered_at)
    values (${finding.channelId}, ${finding.listingId}, ${finding.kind}, ${finding.units}, ${finding.aboveQuota},
            ${finding.shownUnits}, ${finding.leastExpected}::bigint, ${finding.mostExpected}::bigint, ${finding.quota},
            ${finding.policy}, ${new Date(finding.changedFromMs)}::timestamptz, ${new Date(finding.changedToMs)}::timestamptz,
            ${now}::timestamptz, ${finding.aboveQuota === 0 ? now : null}::timestamptz)`.execute(merchantDb(tx))
  if (finding.kind === 'lowered') {
    await sql`
      update ${sql.table('listing_publishing')} set raises_blocked = 'lowered by hand'
       where listing_id = ${finding.listingId}`.execute(merchantDb(tx))
  }
  const alarm = alarmOf(finding)
  if (alarm) await writeAlarms(tx, [alarm], now.getTime())
}

function alarmOf(finding: Finding): Alarm | null {
  if (finding.kind === 'joined again') return null
  const { channel, listing, units, aboveQuota, shownUnits, leastExpected, mostExpected, quota } = finding
  const expected = leastExpected === null ? `at most ${quota}` : `${leastExpected} to ${mostExpected}`
  const raised = finding.kind === 'raised'
  const next = raised
    ? `${aboveQuota} of them beyond its quota: they are counted, and policy is to ${finding.policy}`
    : 'it gets no raise until allowRaises'
  return {
    kind: raised ? 'hand_edit' : 'hand_lowering',
    severity: raised && aboveQuota > 0 ? 'critical' : 'warning',
    subject: `listing:${channel}/${listing}`,
    message: `another hand has ${finding.kind} ${listing} on ${channel} by ${units}: it shows ${shownUnits}, orders and our own calls allow ${expected}; ${next}`,
    facts: {
      channel,
      listing,
      units,
      aboveQuota,
      shownUnits,
      quota,
      from: instantOf(finding.changedFromMs),
      to: instantOf(finding.changedToMs),
    },
  }
}

function instantOf(ms: number): string {
  return new Date(ms).toISOString()
}

export interface Uncovered {
  readonly id: string
  readonly listingId: string
  readonly kind: FindingKind
  readonly units: number
  readonly policy: HandEditPolicy
}

/** Findings whose units are not in the books yet. */
export async function readUncovered(em: Em, channelId: string): Promise<readonly Uncovered[]> {
  const { rows } = await sql<{ id: string; listing_id: string; kind: FindingKind; above_quota: string; policy: HandEditPolicy }>`
    select id, listing_id, kind, above_quota, policy from ${sql.table('listing_finding')}
     where channel_id = ${channelId} and covered_at is null order by id limit 100`.execute(merchantDb(em))
  return rows.map((row) => ({ ...row, listingId: row.listing_id, units: Number(row.above_quota) }))
}

export async function markCovered(tx: Em, id: string, { adopt, cutBack }: Remedy, now: Date): Promise<void> {
  await sql`
    update ${sql.table('listing_finding')} set covered_at = ${now}::timestamptz, adopted = ${adopt}, cut_back = ${cutBack}
     where id = ${id}`.execute(merchantDb(tx))
  if (cutBack === 0) return
  await sql`
    update ${sql.table('listing_publishing')} p
       set cut_to = greatest(f.quota, p.wanted, 0) + ${adopt}::bigint, cut_until = ${new Date(now.getTime() + CUT_MS)}::timestamptz,
           wanted = least(p.wanted, greatest(f.quota, p.wanted, 0) + ${adopt}::bigint)
      from ${sql.table('listing_finding')} f where f.id = ${id} and p.listing_id = f.listing_id`.execute(merchantDb(tx))
}

/** What another hand has changed on this channel lately, oldest first. */
export async function readForeignChanges(em: Em, channelId: string, since: Date): Promise<readonly ForeignChange[]> {
  const { rows } = await sql<{ listing_id: string; from_ms: number; to_ms: number; units: string; shown_units: string }>`
    select listing_id, ${msOf('changed_from')} as from_ms, ${msOf('changed_to')} as to_ms, units, shown_units
      from ${sql.table('listing_finding')}
     where channel_id = ${channelId} and kind in ('raised', 'lowered') and changed_to >= ${since}::timestamptz
     order by changed_to, id limit 1000`.execute(merchantDb(em))
  return rows.map((row) => ({
    listingId: row.listing_id,
    fromMs: row.from_ms,
    toMs: row.to_ms,
    units: Number(row.units),
    shownUnits: Number(row.shown_units),
  }))
}
