import type { ChannelOrder } from '../channels/order.ts'
import type { ShopConnection, ShopConnections } from '../channels/shop-connections.ts'
import { merchantSchema } from '../db/merchant-db.ts'
import { makeDue } from '../jobs/channel-task.ts'
import { addJob } from '../jobs/durable/job-kind.ts'
import { jobTask, type JobTask, type JobTools } from '../jobs/durable/job-task.ts'
import type { StockDesks } from '../stock/stock-desks.ts'
import { bookPage } from './book-page.ts'
import type { Booking, IntakeTerms } from './intake.ts'
import { peekOrders } from './peek-orders.ts'
import { futureEndOf } from './pull-shop-orders.ts'
import { claimPushes, leaveToLists, pushesHandled, returnPushes, type Claimed } from './pushed-orders.ts'
import { readTerms } from './read-start.ts'
import { rereadOrders } from './reread-orders.ts'
import { ordersPushed } from './take-pushes.ts'

const PUSHES_AT_ONCE = 2_000
/** What takes longer than this to be asked for one by one, at the platform's pace, is looked for in a list, a hundred a call. */
const ONE_BY_ONE_MS = 250
/** What no list shows is asked for by its number; more than this takes is left to the turn that walks the lists. */
const STORM_MS = 5_000
/** An order is looked for in a list from so long before it was pushed; stamps are whole seconds, so mostly from longer. */
const BEFORE_PUSH_MS = 300
/** Older pushes are not looked for in a list. */
const RECENT_MS = 30_000
const ROUNDS_MAX = 50

interface Parts {
  readonly connections: Pick<ShopConnections, 'open'> & { readonly calls: Pick<ShopConnections['calls'], 'write'> }
  readonly desks: Pick<StockDesks, 'of'>
}

/** Asks the platform how the orders stand that it has pushed, and books what it says now. */
export function readPushedOrders(parts: Parts): JobTask {
  /** Shops whose pushes this process is reading; `more`: others have come meanwhile. */
  const reading = new Map<string, { more: boolean }>()
  return jobTask(ordersPushed, async (tools, { channelId }, signal) => {
    const place = `${merchantSchema(tools.em)}/${channelId}`
    const other = reading.get(place)
    // Two would read the same pages twice, each for half of the orders. The job under way is the one that is kept until all is read.
    if (other) return void (other.more = true)
    const mine = { more: false }
    reading.set(place, mine)
    const leave = (): void => {
      if (reading.get(place) === mine) reading.delete(place)
    }
    try {
      await readAll(parts, { tools, channelId, signal, mine, leave })
    } finally {
      leave()
      await parts.connections.calls.write(tools.em.fork(), merchantSchema(tools.em)).catch(() => undefined)
    }
  })
}

interface Job {
  readonly tools: JobTools
  readonly channelId: string
  readonly signal: AbortSignal
  readonly mine: { more: boolean }
  /** From now on another job does its own reading. */
  readonly leave: () => void
}

async function readAll({ connections, desks }: Parts, { tools, channelId, signal, mine, leave }: Job): Promise<void> {
  const { em, clock } = tools
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    mine.more = false
    const connection = await connections.open(em.fork(), channelId, signal)
    if (!connection) return leaveToLists(em.fork(), { channelId, now: clock.now() })
    const outcome = await readRound({ connection, desks, tools, signal })
    if (outcome === 'nothing' && !mine.more) return leave()
    if (outcome === 'storm') {
      leave()
      await leaveToLists(em.fork(), { channelId, now: clock.now() })
      return makeDue(em.fork(), { channelId, task: 'orders', at: clock.now() })
    }
  }
  leave()
  await em.fork().transactional((tx) => addJob(tx, { kind: ordersPushed, payload: { channelId }, key: channelId }))
}

interface Reading {
  readonly connection: ShopConnection
  readonly desks: Pick<StockDesks, 'of'>
  readonly tools: JobTools
  readonly signal: AbortSignal
}

/** Reads the orders of all pushes that wait now. `storm`: they are too many, and no list shows them yet. */
async function readRound(reading: Reading): Promise<'nothing' | 'read' | 'storm'> {
  const { connection, desks, tools, signal } = reading
  const { em, clock, guard } = tools
  const { id: channelId, code } = connection.channel
  const claimed = await claimPushes(em.fork(), { channelId, most: PUSHES_AT_ONCE, now: clock.now() })
  if (claimed.pushIds.length === 0) return 'nothing'
  const handBack = () => returnPushes(em.fork(), { channelId, pushIds: claimed.pushIds })
  try {
    const desk = desks.of(merchantSchema(em))
    const booking: Booking = { connection, em, desk, clock, signal, guard, actor: `push:${code}` }
    const left = await readOrders(booking, await readTerms({ em, connection }), claimed)
    if (left === null) return 'storm'
    const handled = claimed.pushes.flatMap(({ pushId, orderId }) => (left.has(orderId) ? [] : pushId))
    await pushesHandled(em.fork(), { channelId, pushIds: handled, now: clock.now() })
    if (left.size > 0) await handBack()
    return 'read'
  } catch (error) {
    await handBack().catch(() => undefined) // Else their claim runs out.
    throw error
  }
}

/** In as few calls as there are: one page, more pages, then one by one. Returns what it did not come to; null: that is too much. */
async function readOrders(booking: Booking, terms: IntakeTerms, claimed: Claimed): Promise<ReadonlySet<string> | null> {
  const { connection, signal } = booking
  const { rereadsPerSecond } = connection.connector.limits
  const oneByOne = Math.max(5, (rereadsPerSecond * ONE_BY_ONE_MS) / 1_000)
  const left = new Set(claimed.orderIds)
  const onPage = async (orders: readonly ChannelOrder[]): Promise<void> => {
    // Of the others pushes of their own are on their way.
    await bookPage(
      booking,
      terms,
      orders.filter(({ orderId }) => left.has(orderId)),
    )
    for (const { orderId } of orders) left.delete(orderId)
  }
  if (left.size > oneByOne)
    await readLists(booking, { oldestAt: claimed.oldestAt, isEnough: () => left.size <= oneByOne, onPage })
  if (left.size > (rereadsPerSecond * STORM_MS) / 1_000) return null
  const asked = [...left].slice(0, Math.max(oneByOne, rereadsPerSecond))
  await bookPage(booking, terms, await rereadOrders(connection, asked, signal))
  for (const orderId of asked) left.delete(orderId)
  return left
}

interface Listed {
  readonly oldestAt: Date | null
  readonly isEnough: () => boolean
  readonly onPage: (orders: readonly ChannelOrder[]) => Promise<void>
}

/** What the list by change shows since the oldest of the pushes: its newest page alone, where that can be asked for, else all. */
async function readLists({ connection, clock, signal }: Booking, { oldestAt, isEnough, onPage }: Listed): Promise<void> {
  const { connector } = connection
  const declared = connector.orderLists.find(({ keyedBy }) => keyedBy === 'modified')
  if (!declared || !oldestAt) return
  const sinceMs = Math.max(oldestAt.getTime(), clock.now().getTime() - RECENT_MS) - BEFORE_PUSH_MS
  const from = connector.platformTime(new Date(sinceMs))
  const list = { ...declared, futureEnd: await futureEndOf(connector, declared, signal) }
  if (list.futureEnd === 'accepted') {
    const tail = await connector.pullTail({ list: list.id, from }, signal)
    await onPage(tail.orders)
    if (tail.complete || isEnough()) return
  }
  await peekOrders({ connector, clock, list, from, doubtMs: 0, signal, onPage })
}
