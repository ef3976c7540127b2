import { IsolationLevel } from '@mikro-orm/core'
import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { judgeReading, type HandEditPolicy } from '../domain/publishing/judge-reading.ts'
import { findSecondWriter, type WriterSign } from '../domain/publishing/second-writer.ts'
import { fenced } from '../jobs/fenced.ts'
import type { ShopListing } from '../listings/shop-listing.ts'
import { doSurely } from '../publishing/do-surely.ts'
import type { Publishing } from '../publishing/publishing.ts'
import type { ChannelStanding } from '../publishing/read-standing.ts'
import { ids, numbers } from '../stock/sql/columns.ts'
import { writeAlarms } from '../stock/sql/documents.ts'
import { coverUnits } from './cover-units.ts'
import { markCovered, readForeignChanges, readUncovered, writeFinding, type Finding } from './findings.ts'
import { readJudging, type JudgingReading } from './read-judging.ts'

/** A second writer is looked for in the changes of so long. */
const WRITER_LOOK_MS = 24 * 3_600_000
const CLOCK_DOUBT_MS = 2_000
const ROUNDS_MAX = 20
/** Judged readings are kept for so long as evidence. */
export const KEEP_READINGS_MS = 7 * 24 * 3_600_000
const FORGET_AT_ONCE = 1_000

/**
 * Judges every closed reading whose orders are all booked, writes down what nothing explains, and books what a shop may
 * sell beyond its quota. `known`: listings that were read just now.
 */
export async function judgeCounters(
  publishing: Publishing,
  { idle, uncovered }: Pick<ChannelStanding, 'idle' | 'uncovered'>,
  known: ReadonlyMap<string, ShopListing>,
): Promise<number> {
  const { em, connection, signal } = publishing
  const { id: channelId } = connection.channel
  if (idle) await passOver(publishing)
  if (uncovered) await coverFound(publishing)
  let judged = 0
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    signal.throwIfAborted()
    const asked = { channelId, connector: connection.connector, known }
    const { readings, more } = await em.fork().transactional((tx) => readJudging(tx, asked), {
      isolationLevel: IsolationLevel.REPEATABLE_READ,
      readOnly: true,
    })
    if (readings.length === 0) break
    const found = await keepVerdicts(publishing, readings)
    if (found > 0) await lookForWriter(publishing)
    if (found > 0) await coverFound(publishing)
    judged += readings.length
    if (!more) break
  }
  return judged
}

async function keepVerdicts({ em, lease, connection, clock }: Publishing, readings: readonly JudgingReading[]): Promise<number> {
  const { channel, connector } = connection
  const now = clock.now()
  const deadMs = (ms: number) =>
    connector.platformTime(new Date(ms)).getTime() + connector.limits.requestLifetimeMs + CLOCK_DOUBT_MS
  return fenced(em.fork(), lease, async (tx) => {
    const findings = readings.flatMap((reading) => findingOf(reading, { channel, deadMs }) ?? [])
    // First: it locks all of them in order of id, as everybody does.
    await markJudged(tx, readings, now)
    const policy = findings.length > 0 ? await readPolicy(tx, channel.id) : 'cut back'
    for (const finding of findings) await writeFinding(tx, { ...finding, policy }, now)
    const joined = readings.filter((reading) => joinsAgain(reading, deadMs)).map(({ listing }) => listing.id)
    if (joined.length > 0) await endDoubt(tx, joined)
    return findings.length
  })
}

/** The listing's first reading that no forgotten request can have overtaken any more. */
function joinsAgain({ doubtedMs, settledUnits, judging }: JudgingReading, deadMs: Known['deadMs']): boolean {
  return doubtedMs !== null && settledUnits !== null && judging.reading.fromMs > deadMs(doubtedMs)
}

interface Known {
  readonly channel: Publishing['connection']['channel']
  /** When the last request that was sent at an instant of ours is surely dead, by the platform's clock. */
  readonly deadMs: (oursMs: number) => number
}

function findingOf(reading: JudgingReading, { channel, deadMs }: Known): Omit<Finding, 'policy'> | null {
  const { listing, judging, settledUnits, doubtedMs } = reading
  const at = {
    channelId: channel.id,
    channel: channel.code,
    listingId: listing.id,
    listing: listing.key,
    shownUnits: judging.reading.mostUnits,
    quota: judging.quota,
    changedFromMs: (judging.before ?? judging.reading).fromMs,
    changedToMs: judging.reading.toMs,
    leastExpected: null,
    mostExpected: null,
  }
  if (doubtedMs !== null) {
    // What was sent before the restore explains anything: the reading alone counts, as when a listing joins.
    const units = joinsAgain(reading, deadMs) ? (settledUnits ?? 0) - judging.quota : 0
    return units > 0 ? { ...at, kind: 'joined again', units, aboveQuota: units } : null
  }
  const verdict = judgeReading(judging)
  if (verdict.kind === 'explained') return null
  const { units, expected } = verdict
  const between = { leastExpected: expected?.leastUnits ?? null, mostExpected: expected?.mostUnits ?? null }
  return { ...at, ...between, kind: verdict.kind, units, aboveQuota: verdict.kind === 'raised' ? verdict.aboveQuota : 0 }
}

async function readPolicy(tx: Em, channelId: string): Promise<HandEditPolicy> {
  const { rows } = await sql<{ policy: HandEditPolicy }>`
    select hand_edits as policy from ${sql.table('channel')} where id = ${channelId}`.execute(merchantDb(tx))
  return rows[0]?.policy ?? 'cut back'
}

/** A listing that nothing is to be done with until somebody makes it due waits for no verdict. */
async function markJudged(tx: Em, readings: readonly JudgingReading[], now: Date): Promise<void> {
  const db = merchantDb(tx)
  const seen = readings.toSorted((a, b) => Number(a.listing.id) - Number(b.listing.id))
  const levels = seen.map(({ judging }) => judging.reading)
  await sql`
    update ${sql.table('stock_reading')} set judged_at = ${now}::timestamptz
     where id = any(${ids(seen.map(({ readingId }) => readingId))}::uuid[])`.execute(db)
  await sql`
    with seen as (
      select p.listing_id, v.from_ms, v.to_ms, v.least, v.most
        from ${sql.table('listing_publishing')} p
        join unnest(
               ${ids(seen.map(({ listing }) => listing.id))}::bigint[], ${numbers(levels.map(({ fromMs }) => fromMs))}::float8[],
               ${numbers(levels.map(({ toMs }) => toMs))}::float8[], ${numbers(levels.map(({ leastUnits }) => leastUnits))}::bigint[],
               ${numbers(levels.map(({ mostUnits }) => mostUnits))}::bigint[]) as v (listing_id, from_ms, to_ms, least, most)
             using (listing_id)
       order by p.listing_id for update of p)
    update ${sql.table('listing_publishing')} p
       set seen_from = to_timestamp(seen.from_ms / 1000), seen_to = to_timestamp(seen.to_ms / 1000),
           seen_least = seen.least, seen_most = seen.most, revision = p.revision + 1,
           next_at = case when p.next_at is not null then ${now}::timestamptz end
      from seen where p.listing_id = seen.listing_id`.execute(db)
}

async function endDoubt(tx: Em, listingIds: readonly string[]): Promise<void> {
  await sql`
    update ${sql.table('listing_publishing')} set doubted_at = null where listing_id = any(${listingIds}::bigint[])`.execute(
    merchantDb(tx),
  )
}

/** Books what was found: a finding whose units are not in the books is taken up by the next turn, should this one end here. */
export async function coverFound(publishing: Publishing): Promise<void> {
  const { em, lease, connection, clock } = publishing
  for (const { id, listingId, kind, units, policy } of await readUncovered(em.fork(), connection.channel.id)) {
    const args = { lease, findingId: id, listingId, units, policy: kind === 'joined again' ? null : policy }
    const remedy = await doSurely(publishing, coverUnits, args)
    await fenced(em.fork(), lease, (tx) => markCovered(tx, id, remedy, clock.now()))
  }
}

/** Told once a day for a channel, with the changes that show it. */
async function lookForWriter({ em, lease, connection, clock }: Publishing): Promise<void> {
  const { id: channelId, code } = connection.channel
  const now = clock.now()
  const since = new Date(now.getTime() - WRITER_LOOK_MS)
  const sign = findSecondWriter(await readForeignChanges(em.fork(), channelId, since))
  if (!sign) return
  await fenced(em.fork(), lease, async (tx) => {
    const { rows } = await sql`
      select 1 from ${sql.table('alarm')}
       where kind = 'second_writer' and subject = ${`channel:${code}`} and raised_at > ${since}::timestamptz limit 1`.execute(
      merchantDb(tx),
    )
    if (rows.length === 0) await writeAlarms(tx, [writerAlarm(code, sign)], now.getTime())
  })
}

function writerAlarm(code: string, sign: WriterSign) {
  const changes = sign.changes.map(
    ({ listingId, toMs, shownUnits }) => `${listingId}: ${shownUnits} by ${new Date(toMs).toISOString()}`,
  )
  return {
    kind: 'second_writer',
    severity: 'critical',
    subject: `channel:${code}`,
    message: `another program seems to write the numbers of ${code} (${sign.sign}): switch its stock sync off, or hand the channel back`,
    facts: { channel: code, sign: sign.sign, changes: changes.join('; ').slice(0, 2_000) },
  } as const
}

/** Readings of listings that are gone tell nothing of hands; old ones are forgotten. */
async function passOver({ em, lease, connection, clock }: Publishing): Promise<void> {
  const now = clock.now()
  await fenced(em.fork(), lease, async (tx) => {
    const db = merchantDb(tx)
    await sql`
      update ${sql.table('stock_reading')} set judged_at = ${now}::timestamptz
       where channel_id = ${connection.channel.id} and judged_at is null and closed_at is not null and shown_units is null`.execute(
      db,
    )
    await sql`
      delete from ${sql.table('stock_reading')} where id in (
        select id from ${sql.table('stock_reading')} where judged_at < ${new Date(now.getTime() - KEEP_READINGS_MS)}::timestamptz
         order by judged_at limit ${FORGET_AT_ONCE})`.execute(db)
  })
}
