import { ChannelError } from '../channels/errors.ts'
import type { ChannelOrder } from '../channels/order.ts'
import type { ShopConnection, ShopConnections } from '../channels/shop-connections.ts'
import { merchantSchema } from '../db/merchant-db.ts'
import { makeDue } from '../jobs/channel-task.ts'
import { addJob } from '../jobs/durable/job-kind.ts'
import { jobTask, type JobTask, type JobTools } from '../jobs/durable/job-task.ts'
import type { StockDesks } from '../stock/stock-desks.ts'
import { bookPage } from './book-page.ts'
import type { Booking } from './intake.ts'
import { readTerms } from './pull-shop-orders.ts'
import { peekOrders } from './peek-orders.ts'
import { claimPushes, countWaiting, leaveToLists, pushesHandled, returnPushes } from './pushed-orders.ts'
import { ordersPushed } from './take-pushes.ts'

const PUSHES_AT_ONCE = 200
const PUSHES_IN_PAGES = 2_000
const CALLS_AT_ONCE = 8
/** What waits for longer than this at the platform's pace is read sooner in pages. */
const STORM_MS = 250
/** Pushes that waited for longer than this are left to the lists, whose turn reads everything. */
const RECENT_MS = 30_000
/** An order changed so long before it was pushed, at most, is looked for in the pages. */
const BEFORE_PUSH_MS = 1_500
const ROUNDS_MAX = 50

interface Parts {
  readonly connections: Pick<ShopConnections, 'open'> & { readonly calls: Pick<ShopConnections['calls'], 'write'> }
  readonly desks: Pick<StockDesks, 'of'>
}

/** Asks the platform how the orders stand that it has pushed, and books what it says now. */
export function readPushedOrders({ connections, desks }: Parts): JobTask {
  return jobTask(ordersPushed, async (tools, { channelId }, signal) => {
    const { em, clock } = tools
    try {
      for (let round = 0; round < ROUNDS_MAX; round += 1) {
        const connection = await connections.open(em.fork(), channelId, signal)
        if (!connection) return leaveToLists(em.fork(), { channelId, now: clock.now() })
        const reading = { connection, desks, tools, signal }
        if (await isStorm(connection, tools, channelId)) {
          if (await readInPages(reading)) continue
          await leaveToLists(em.fork(), { channelId, now: clock.now() })
          return makeDue(em.fork(), { channelId, task: 'orders', at: clock.now() })
        }
        if (!(await readSome(reading))) return
      }
      await em.fork().transactional((tx) => addJob(tx, { kind: ordersPushed, payload: { channelId }, key: channelId }))
    } finally {
      await connections.calls.write(em.fork(), merchantSchema(em)).catch(() => undefined)
    }
  })
}

async function isStorm({ connector }: ShopConnection, { em }: JobTools, channelId: string): Promise<boolean> {
  return (await countWaiting(em.fork(), channelId)) > Math.max(5, (connector.limits.callsPerSecond * STORM_MS) / 1_000)
}

interface Reading {
  readonly connection: ShopConnection
  readonly desks: Pick<StockDesks, 'of'>
  readonly tools: JobTools
  readonly signal: AbortSignal
}

/** Books what a list shows since the oldest of many pushes. False where that is too long ago, or shows none of them yet. */
async function readInPages({ connection, desks, tools, signal }: Reading): Promise<boolean> {
  const { em, clock, guard } = tools
  const { channel, connector } = connection
  const list = connector.orderLists.find(({ keyedBy }) => keyedBy === 'modified')
  const begunAt = clock.now()
  const claimed = await claimPushes(em.fork(), { channelId: channel.id, most: PUSHES_IN_PAGES, now: begunAt })
  const { pushIds, oldestAt } = claimed
  if (!list || !oldestAt || begunAt.getTime() - oldestAt.getTime() > RECENT_MS) return false
  const desk = desks.of(merchantSchema(em))
  const booking: Booking = { connection, em, desk, clock, signal, guard, actor: `push:${channel.code}` }
  const wanted = new Set(claimed.orderIds)
  const shown = new Set<string>()
  try {
    const terms = await readTerms({ em, connection })
    const from = new Date(connector.platformTime(oldestAt).getTime() - BEFORE_PUSH_MS)
    const onPage = async (orders: readonly ChannelOrder[]): Promise<void> => {
      // Of the others pushes of their own are on their way.
      await bookPage(
        booking,
        terms,
        orders.filter(({ orderId }) => wanted.has(orderId)),
      )
      for (const { orderId } of orders) shown.add(orderId)
    }
    await peekOrders({ connector, clock, list, from, doubtMs: 0, signal, onPage })
    const seen = claimed.pushes.filter(({ orderId }) => shown.has(orderId)).map(({ pushId }) => pushId)
    await pushesHandled(em.fork(), { channelId: channel.id, pushIds: seen, now: clock.now() })
    if (seen.length < pushIds.length) await returnPushes(em.fork(), { channelId: channel.id, pushIds })
    return seen.length > 0
  } catch (error) {
    await returnPushes(em.fork(), { channelId: channel.id, pushIds }).catch(() => undefined) // Else their claim runs out.
    throw error
  }
}

/** Returns whether there was anything to look into. */
async function readSome({ connection, desks, tools, signal }: Reading): Promise<boolean> {
  const { em, clock, guard } = tools
  const { channel } = connection
  const { pushIds, orderIds } = await claimPushes(em.fork(), { channelId: channel.id, most: PUSHES_AT_ONCE, now: clock.now() })
  if (pushIds.length === 0) return false
  try {
    const orders = await reread(connection, orderIds, signal)
    const desk = desks.of(merchantSchema(em))
    const booking: Booking = { connection, em, desk, clock, signal, guard, actor: `push:${channel.code}` }
    await bookPage(booking, await readTerms({ em, connection }), orders)
    await pushesHandled(em.fork(), { channelId: channel.id, pushIds, now: clock.now() })
    return true
  } catch (error) {
    await returnPushes(em.fork(), { channelId: channel.id, pushIds }).catch(() => undefined) // Else their claim runs out.
    throw error
  }
}

/** As many at a time as is good for the platform, whose pace each call waits for. */
async function reread(
  { connector }: ShopConnection,
  orderIds: readonly string[],
  signal: AbortSignal,
): Promise<readonly ChannelOrder[]> {
  const left = [...orderIds]
  const orders: ChannelOrder[] = []
  const lane = async (): Promise<void> => {
    for (let id = left.shift(); id !== undefined; id = left.shift()) {
      const order = await rereadOne(connector, id, signal)
      if (order) orders.push(order)
    }
  }
  await Promise.all(Array.from({ length: CALLS_AT_ONCE }, lane))
  return orders
}

/** What a push hints at need not exist, or not yet, or be of another shop: the lists show what does. */
async function rereadOne(
  connector: ShopConnection['connector'],
  orderId: string,
  signal: AbortSignal,
): Promise<ChannelOrder | null> {
  try {
    return await connector.rereadOrder(orderId, signal)
  } catch (error) {
    const isOfTheOrder =
      error instanceof ChannelError && ['not found', 'malformed', 'foreign shop', 'rejected'].includes(error.fault)
    if (isOfTheOrder) return null
    throw error
  }
}
