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
import { claimPushes, countWaiting, leaveToLists, pushesHandled, returnPushes } from './pushed-orders.ts'
import { ordersPushed } from './take-pushes.ts'

const PUSHES_AT_ONCE = 200
const CALLS_AT_ONCE = 8
/** What waits for longer than this at the platform's pace is read sooner in pages. */
const STORM_MS = 5_000
const ROUNDS_MAX = 50

interface Parts {
  readonly connections: ShopConnections
  readonly desks: StockDesks
}

/** Asks the platform how the orders stand that it has pushed, and books what it says now. */
export function readPushedOrders({ connections, desks }: Parts): JobTask {
  return jobTask(ordersPushed, async (tools, { channelId }, signal) => {
    const { em, clock } = tools
    try {
      for (let round = 0; round < ROUNDS_MAX; round += 1) {
        const connection = await connections.open(em.fork(), channelId, signal)
        if (!connection) return leaveToLists(em.fork(), { channelId, now: clock.now() })
        if (await isStorm(connection, tools, channelId)) {
          await leaveToLists(em.fork(), { channelId, now: clock.now() })
          return makeDue(em.fork(), { channelId, task: 'orders', at: clock.now() })
        }
        if (!(await readSome({ connection, desks, tools, signal }))) return
      }
      await em.fork().transactional((tx) => addJob(tx, { kind: ordersPushed, payload: { channelId }, key: channelId }))
    } finally {
      await connections.calls.write(em.fork(), merchantSchema(em)).catch(() => undefined)
    }
  })
}

async function isStorm({ connector }: ShopConnection, { em }: JobTools, channelId: string): Promise<boolean> {
  return (await countWaiting(em.fork(), channelId)) > Math.max(10, (connector.limits.callsPerSecond * STORM_MS) / 1_000)
}

interface Reading {
  readonly connection: ShopConnection
  readonly desks: StockDesks
  readonly tools: JobTools
  readonly signal: AbortSignal
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
