import { z } from 'zod'
import type { ChannelRefund, RefundPage } from '../../src/channels/feed.ts'
import { toChinaTime } from '../shared/china-time.ts'
import { wireId, wireInt, wireList, wireTime, wireTimeOrNone } from '../shared/wire.ts'
import type { JdClient } from './jd-client.ts'
import type { OrderReading } from './orders.ts'
import { pullServiceOrders } from './service-orders.ts'
import { markLast, walkWindow, type Paged, type TimeSpan } from './walk-window.ts'
import { Inner } from './wire-inner.ts'

const method = 'jingdong.pop.afs.soa.refundapply.queryPageList'
const pageRefunds = 50
/** The platform serves at most 5,000 rows of one filter. */
const deepestPage = 100

const RefundWire = z.object({
  id: wireId,
  orderId: wireId,
  status: wireInt,
  applyTime: wireTime,
  checkTime: wireTimeOrNone,
})
type RefundWire = z.output<typeof RefundWire>
export const RefundList = z.object({
  queryResult: z.intersection(Inner, z.object({ totalCount: wireInt.default(0), result: wireList(RefundWire) })),
})

/** Of a request to cancel and refund before delivery. Source: open.jd.com, API 925. */
const states: Readonly<Record<number, ChannelRefund['state']>> = {
  0: 'asked',
  1: 'agreed',
  2: 'closed',
  3: 'done',
  4: 'closed',
  5: 'agreed',
  6: 'agreed',
  7: 'agreed',
  8: 'closed',
  9: 'closed',
  10: 'asked',
  11: 'closed',
}
/** The parcel is to be intercepted, so it has left. */
const intercepted: ReadonlySet<number> = new Set([6, 7, 8])

const keys = [
  ['applyTimeStart', 'applyTimeEnd'],
  ['checkTimeStart', 'checkTimeEnd'],
] as const

/**
 * Requests to cancel have no filter by change: what was asked for and what was checked in the window are swept one after the
 * other. Service orders after delivery follow.
 */
export async function* pullRefunds(reading: OrderReading, window: TimeSpan, signal: AbortSignal): AsyncIterable<RefundPage> {
  for await (const { page, last } of markLast(allSweeps(reading, window, signal))) yield { refunds: page, last }
}

async function* allSweeps(
  reading: OrderReading,
  { from, to }: TimeSpan,
  signal: AbortSignal,
): AsyncIterable<readonly ChannelRefund[]> {
  // Nobody says whether ends are included.
  const window = { from, to: new Date(to.getTime() + 1_000) }
  for await (const page of sweeps(reading.client, window, signal)) yield page.map(toRefund)
  yield* pullServiceOrders(reading, window, signal)
}

async function* sweeps(client: JdClient, window: TimeSpan, signal: AbortSignal): AsyncIterable<readonly RefundWire[]> {
  for (const [start, end] of keys) {
    const read = async (span: TimeSpan, page: number): Promise<Paged<RefundWire>> => {
      const parameters = {
        [start]: toChinaTime(span.from),
        [end]: toChinaTime(span.to),
        pageIndex: page,
        pageSize: pageRefunds,
      }
      const { queryResult } = await client.read(method, RefundList, { signal, parameters })
      client.requireSuccess(method, queryResult)
      return { total: queryResult.totalCount, rows: queryResult.result }
    }
    yield* walkWindow(window, { pageRows: pageRefunds, deepestPage, read })
  }
}

/** A request is about the whole order; a status nobody documented counts as still open. */
export function toRefund(wire: RefundWire): ChannelRefund {
  return {
    refundId: wire.id,
    orderId: wire.orderId,
    lineId: null,
    listing: null,
    units: null,
    state: states[wire.status] ?? 'asked',
    kind: 'refund',
    phase: intercepted.has(wire.status) ? 'after shipping' : 'before shipping',
    modifiedAt: wire.checkTime ?? wire.applyTime,
  }
}
