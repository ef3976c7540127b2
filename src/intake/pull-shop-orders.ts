import { sql } from 'kysely'
import type { ChannelConnector, PlatformClockReading } from '../channels/connector.ts'
import { cadence } from '../channels/estimate-calls.ts'
import type { OrderList, Proof } from '../channels/feed.ts'
import { merchantDb } from '../db/merchant-db.ts'
import { bookMapped } from './book-mapped.ts'
import { bookPage } from './book-page.ts'
import { bookingOf, type Intake, type IntakeTerms } from './intake.ts'
import { retryAside } from './retry-aside.ts'
import { walkList } from './walk-list.ts'
import { readWalks, saveWalk, saveWatermarks } from './watermarks.ts'

/** Orders placed so long before the shop was connected may still have to be shipped. */
const BACK_MS = 14 * 86_400_000
/** More than measurements of an unmoved clock differ by: then ours or theirs was set, and what was asked proves nothing. */
const CLOCK_STEP_MS = 1_000

const futureEnds = new WeakMap<ChannelConnector, Map<string, OrderList['futureEnd']>>()

/**
 * Reads every list of the shop's orders on from where the last turn ended, books what they show, and moves the watermarks as
 * far as that proves. Returns when it is due again.
 */
export async function pullShopOrders(intake: Intake): Promise<Date> {
  const { connection, clock, signal } = intake
  const { connector } = connection
  const begunMs = clock.now().getTime()
  const terms = await readTerms(intake)
  const booking = bookingOf(intake)
  await retryAside(booking, terms)
  let behind = await bookMapped(booking, terms)
  const walks = await readWalks(intake.em.fork(), connection.channel.id)
  const before = await connector.measureClock(signal)
  const proved = new Map<Proof, Date>()
  for (const declared of connector.orderLists) {
    const list = { ...declared, futureEnd: await futureEndOf(connector, declared, signal) }
    const walked = await walkList({
      connector,
      clock,
      list,
      through: walks.get(list.id) ?? firstInstant(connector, list, terms),
      doubtMs: before.doubtMs,
      signal,
      onPage: (orders) => bookPage(booking, terms, orders),
      onWindow: (through) => saveWalk(intake.em, intake.lease, { list: list.id, through }),
    })
    behind ||= walked.behind
    for (const proof of list.proves) {
      const known = proved.get(proof)
      if (walked.proved !== null && (!known || known < walked.proved)) proved.set(proof, walked.proved)
    }
  }
  if (proved.size > 0 && !(await wasClockSet(connector, before, signal))) {
    await saveWatermarks(intake.em, intake.lease, { proved, now: clock.now() })
  }
  const nowMs = clock.now().getTime()
  return new Date(behind ? nowMs : Math.max(nowMs, begunMs + cadence.ordersMs))
}

/** What was asked by a clock that was set meanwhile proves nothing. */
async function wasClockSet(connector: ChannelConnector, before: PlatformClockReading, signal: AbortSignal): Promise<boolean> {
  const after = await connector.measureClock(signal)
  return Math.abs(after.offsetMs - before.offsetMs) > before.doubtMs + after.doubtMs + CLOCK_STEP_MS
}

/** Whether the list can be asked for all that is newer: asked once, where the platform's documents do not say. */
export async function futureEndOf(
  connector: ChannelConnector,
  list: OrderList,
  signal: AbortSignal,
): Promise<OrderList['futureEnd']> {
  if (list.futureEnd !== 'unproven') return list.futureEnd
  const known = futureEnds.get(connector) ?? new Map<string, OrderList['futureEnd']>()
  futureEnds.set(connector, known)
  const found = known.get(list.id)
  if (found) return found
  const { concluded } = await connector.probeFutureEnd(list.id, signal)
  const futureEnd = concluded === 'accepted' ? 'accepted' : 'refused'
  known.set(list.id, futureEnd)
  return futureEnd
}

function firstInstant(connector: ChannelConnector, { horizonMs }: OrderList, { connectedAt }: IntakeTerms): Date {
  return new Date(connector.platformTime(connectedAt).getTime() - Math.min(BACK_MS, horizonMs))
}

export async function readTerms({ em, connection }: Pick<Intake, 'em' | 'connection'>): Promise<IntakeTerms> {
  const { rows } = await sql<{ pool: string | null; created_at: Date }>`
    select c.created_at, (
           select p.code from ${sql.table('channel_pool')} cp join ${sql.table('pool')} p on p.id = cp.pool_id
            where cp.channel_id = c.id order by cp.position limit 1) as pool
      from ${sql.table('channel')} c where c.id = ${connection.channel.id}`.execute(merchantDb(em.fork()))
  const [row] = rows
  if (!row) throw new Error(`channel ${connection.channel.code} has gone`)
  return { pool: row.pool, connectedAt: new Date(row.created_at) }
}
