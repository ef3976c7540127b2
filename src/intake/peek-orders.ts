import type { ChannelConnector } from '../channels/connector.ts'
import type { OrderList } from '../channels/feed.ts'
import type { ChannelOrder } from '../channels/order.ts'
import type { Clock } from '../clock.ts'

export interface Peek {
  readonly connector: ChannelConnector
  readonly clock: Clock
  readonly list: OrderList
  /** On the platform's clock. */
  readonly from: Date
  /** How far the platform's clock may be from what we take it for. */
  readonly doubtMs: number
  readonly signal: AbortSignal
  readonly onPage: (orders: readonly ChannelOrder[]) => Promise<void>
}

/** Pages are asked for so much longer than wanted: where no window may end in the future, it must end before that. */
const SPARE_MS = 1_000

/**
 * Reads what a list shows up to this moment, page by page, long before its window is settled. It proves nothing, since rows
 * may still appear anywhere in it: what it shows is only held sooner. Returns up to when it has looked.
 */
export async function peekOrders({ connector, clock, list, from, doubtMs, signal, onPage }: Peek): Promise<Date> {
  const nowMs = connector.platformTime(clock.now()).getTime()
  const endMs = list.futureEnd === 'accepted' ? nowMs : nowMs - doubtMs - SPARE_MS
  const to = new Date(Math.min(endMs, from.getTime() + list.maxWindowMs))
  if (to <= from) return from
  for await (const page of connector.pullOrders({ list: list.id, from, to }, signal)) await onPage(page.orders)
  return to
}
