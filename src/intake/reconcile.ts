import { sql } from 'kysely'
import { ChannelError } from '../channels/errors.ts'
import type { OrderList } from '../channels/feed.ts'
import type { ChannelOrder } from '../channels/order.ts'
import type { ToldOrder } from '../domain/channel-order.ts'
import { merchantDb } from '../db/merchant-db.ts'
import { readOrders } from '../stock/sql/orders.ts'
import { bookTold, toldOf } from './book-page.ts'
import { bookingOf, type Booking, type Intake, type IntakeTerms } from './intake.ts'
import { readTerms } from './read-start.ts'
import { isReconciled, writeReconciliation, type Found } from './reconciliations.ts'
import { readWatermarks, type Watermarks } from './watermarks.ts'

const HOUR_MS = 3_600_000
/** What the lists of the last day should have brought, with some more at its end. */
const BACK_MS = 26 * HOUR_MS
/** Unpaid orders that are called off may vanish from every list: a few are asked for by number each hour. */
const UNPAID_AN_HOUR = 100
const OPEN_A_DAY = 1_000
const FINDINGS_MAX = 100

interface Tally {
  compared: number
  missed: number
  behind: number
  readonly findings: Found[]
}

/**
 * Holds what is booked against the shop by another way than polling: once a day, at its quiet hour, one list anew from the
 * beginning of the day, and open orders by their numbers. What polling has missed is booked, and told. Returns when it is
 * due again.
 */
export async function reconcile(intake: Intake): Promise<Date> {
  const { clock, connection, em } = intake
  const { channel } = connection
  const booking = bookingOf(intake, `reconcile:${channel.code}`)
  const terms = await readTerms(intake)
  const marks = (await readWatermarks(em.fork(), [channel.id])).get(channel.id) ?? {}
  if (!(await isReconciled(em.fork(), { channelId: channel.id, now: clock.now() }))) await reconcileDay(booking, terms, marks)
  else await compareByNumber(booking, { terms, marks, tally: newTally(), orderIds: await unpaid(booking, UNPAID_AN_HOUR) })
  return new Date(clock.now().getTime() + HOUR_MS)
}

async function reconcileDay(booking: Booking, terms: IntakeTerms, marks: Watermarks): Promise<void> {
  const { clock, connection, em, guard } = booking
  const began = clock.now()
  const tally = newTally()
  await walkAnew(booking, { terms, marks, tally })
  const open = await openOrders(booking, OPEN_A_DAY)
  await compareByNumber(booking, { terms, marks, tally, orderIds: open })
  await em.fork().transactional(async (tx) => {
    await guard(tx)
    await writeReconciliation(tx, { channel: connection.channel, began, ended: clock.now(), ...tally })
  })
}

function newTally(): Tally {
  return { compared: 0, missed: 0, behind: 0, findings: [] }
}

interface Comparing {
  readonly terms: IntakeTerms
  readonly marks: Watermarks
  readonly tally: Tally
}

/** Reads a list again whose rows do not move, where the shop has one: it cannot fail in the way that polling does. */
async function walkAnew(booking: Booking, comparing: Comparing): Promise<void> {
  const { connection, clock, signal } = booking
  const { connector } = connection
  const [list] = connector.orderLists.toSorted((a, b) => Number(a.keyedBy === 'modified') - Number(b.keyedBy === 'modified'))
  const throughMs = claimedThrough(comparing.marks)
  if (!list || throughMs === null) return
  const nowMs = connector.platformTime(clock.now()).getTime()
  const firstMs = Math.max(nowMs - Math.min(BACK_MS, list.horizonMs), 0)
  for (const { from, to } of windows(list, firstMs, Math.min(throughMs, nowMs - list.lagMs - 10_000))) {
    for await (const page of connector.pullOrders({ list: list.id, from, to }, signal))
      await compare(booking, comparing, page.orders)
  }
}

function* windows(
  { maxWindowMs }: OrderList,
  fromMs: number,
  toMs: number,
): Iterable<{ readonly from: Date; readonly to: Date }> {
  for (let at = fromMs; at < toMs; at += maxWindowMs) {
    yield { from: new Date(at), to: new Date(Math.min(toMs, at + maxWindowMs)) }
  }
}

/** Up to when polling claims to have seen every order. */
function claimedThrough(marks: Watermarks): number | null {
  const taken = [marks['taken at order'], marks['taken at payment']].flatMap((at) => at?.getTime() ?? [])
  return taken.length === 0 ? null : Math.min(...taken)
}

async function compareByNumber(
  booking: Booking,
  { orderIds, ...comparing }: Comparing & { readonly orderIds: readonly string[] },
): Promise<void> {
  const { connector } = booking.connection
  for (let start = 0; start < orderIds.length; start += 50) {
    const orders: ChannelOrder[] = []
    for (const orderId of orderIds.slice(start, start + 50)) {
      booking.signal.throwIfAborted()
      const order = await connector.rereadOrder(orderId, booking.signal).catch(unlessOfTheOrder)
      if (order) orders.push(order)
    }
    await compare(booking, comparing, orders)
  }
}

/** An order that cannot be read is passed over; a platform that is away ends the turn. */
function unlessOfTheOrder(error: unknown): null {
  if (error instanceof ChannelError && ['not found', 'malformed', 'rejected'].includes(error.fault)) return null
  throw error
}

/** Counts what polling claims to have seen and has not, and books everything. */
async function compare(booking: Booking, { terms, marks, tally }: Comparing, orders: readonly ChannelOrder[]): Promise<void> {
  const { connection, em } = booking
  const told = await toldOf(booking, orders)
  const wanted = told.map(({ orderId }) => ({ channelId: connection.channel.id, orderId }))
  const known = new Map((await readOrders(em.fork(), wanted, { lock: false })).map((order) => [order.orderId, order]))
  for (const order of told) {
    const what = differenceOf(known.get(order.orderId), order, marks)
    tally.compared += 1
    if (what === null) continue
    tally[what] += 1
    if (tally.findings.length < FINDINGS_MAX) tally.findings.push({ orderId: order.orderId, what })
  }
  await bookTold(booking, terms, told)
}

function differenceOf(
  known: { readonly modifiedAtMs: number } | undefined,
  told: ToldOrder,
  marks: Watermarks,
): 'missed' | 'behind' | null {
  const throughMs = claimedThrough(marks)
  if (!known) return throughMs !== null && (told.paidAtMs ?? told.createdAtMs) <= throughMs ? 'missed' : null
  const back = marks.back?.getTime() ?? -Infinity
  return told.modifiedAtMs > known.modifiedAtMs && told.modifiedAtMs <= back ? 'behind' : null
}

/** Some of the orders that are unpaid for longer than an hour, others each time. */
async function unpaid({ em, connection, clock }: Booking, most: number): Promise<readonly string[]> {
  const now = clock.now()
  const { rows } = await sql<{ order_id: string }>`
    select order_id from ${sql.table('channel_order')}
     where channel_id = ${connection.channel.id} and state = 'created' and leaf
       and created_at < ${new Date(now.getTime() - HOUR_MS)}::timestamptz
     order by md5(order_id || ${String(now.getTime())}) limit ${most}`.execute(merchantDb(em.fork()))
  return rows.map(({ order_id: orderId }) => orderId)
}

/** Open orders of which nothing was learned for longest, the unpaid ones first. */
async function openOrders({ em, connection }: Booking, most: number): Promise<readonly string[]> {
  const { rows } = await sql<{ order_id: string }>`
    select order_id from ${sql.table('channel_order')}
     where channel_id = ${connection.channel.id} and state in ('created', 'paid') and leaf
     order by state, recorded_at, order_id limit ${most}`.execute(merchantDb(em.fork()))
  return rows.map(({ order_id: orderId }) => orderId)
}
