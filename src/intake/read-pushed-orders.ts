import type { ShopConnection, ShopConnections } from '../channels/shop-connections.ts'
import { merchantSchema } from '../db/merchant-db.ts'
import { makeDue } from '../jobs/channel-task.ts'
import { addJob } from '../jobs/durable/job-kind.ts'
import { jobTask, type JobTask, type JobTools } from '../jobs/durable/job-task.ts'
import type { StockDesks } from '../stock/stock-desks.ts'
import type { Booking } from './intake.ts'
import { claimPushes, leaveToLists, pushesHandled, returnPushes } from './pushed-orders.ts'
import { readTerms } from './read-start.ts'
import { readToldOrders } from './read-told-orders.ts'
import { ordersPushed } from './take-pushes.ts'

const PUSHES_AT_ONCE = 2_000
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
    const left = await readToldOrders(booking, await readTerms({ em, connection }), claimed)
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
