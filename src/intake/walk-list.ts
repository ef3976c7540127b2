import type { ChannelConnector } from '../channels/connector.ts'
import type { OrderList } from '../channels/feed.ts'
import type { ChannelOrder } from '../channels/order.ts'
import type { Clock } from '../clock.ts'
import { peekOrders } from './peek-orders.ts'

/** Stamps are whole seconds, and an order of this second may still get another: a window ends before that. */
export const SETTLE_MS = 2_000
/** What is newer than the last closed window is asked for in one page for so long, before the next window is closed. */
const CLOSE_MS = 600_000
/** A list that is far behind is walked in several turns. */
const WINDOWS_MAX = 50
/** What one peek has seen the next one need not, but for what appeared so late. */
const PEEK_AGAIN_MS = 10_000

const peeked = new WeakMap<ChannelConnector, Map<string, Date>>()

export interface Walk {
  readonly connector: ChannelConnector
  readonly clock: Clock
  readonly list: OrderList
  /** Up to here, on the platform's clock, every window is booked. */
  readonly through: Date
  /** How far the platform's clock may be from what we take it for. */
  readonly doubtMs: number
  readonly signal: AbortSignal
  /** Books what one page or tail shows; the walk goes on once that is done for good. */
  readonly onPage: (orders: readonly ChannelOrder[]) => Promise<void>
  /** A window is complete: the next walk begins here. */
  onWindow(through: Date): Promise<void>
}

export interface Walked {
  /** What this list proves is proved up to here; null: nothing is proved yet. */
  readonly proved: Date | null
  /** There are older windows left: go on at once. */
  readonly behind: boolean
}

/**
 * Walks closed windows that ended long enough ago, then asks for all that is newer in one page (R8). A list that cannot be
 * asked so proves something only if what it is keyed by never changes.
 */
export async function walkList(walk: Walk): Promise<Walked> {
  const { list } = walk
  const recent = list.futureEnd === 'accepted' && settledMs(walk) - walk.through.getTime() < CLOSE_MS
  const newest = recent ? await pullTail(walk, walk.through) : null
  if (newest) return { proved: newest, behind: false }
  const { done, behind } = await walkWindows(walk)
  if (behind) return { proved: null, behind }
  const closed = list.keyedBy === 'modified' ? null : done
  const newer = list.futureEnd === 'accepted' ? await pullTail(walk, done) : null
  if (newer === null) await peek(walk, done)
  return { proved: newer ?? closed, behind }
}

/** All that is newer than a closed window, if one page holds it: then all is proved up to the instant it was asked for, less the lag. */
async function pullTail(walk: Walk, from: Date): Promise<Date | null> {
  const tail = await walk.connector.pullTail({ list: walk.list.id, from }, walk.signal)
  await walk.onPage(tail.orders)
  return tail.complete ? new Date(tail.askedAt.getTime() - marginMs(walk)) : null
}

async function walkWindows(walk: Walk): Promise<{ readonly done: Date; readonly behind: boolean }> {
  const { connector, list, signal } = walk
  let done = walk.through
  for (let windows = 0; windows < WINDOWS_MAX; windows += 1) {
    signal.throwIfAborted()
    const untilMs = settledMs(walk)
    if (untilMs <= done.getTime()) return { done, behind: false }
    const to = new Date(Math.min(untilMs, done.getTime() + list.maxWindowMs))
    let isComplete = false
    for await (const page of connector.pullOrders({ list: list.id, from: done, to }, signal)) {
      await walk.onPage(page.orders)
      isComplete = page.last
    }
    if (!isComplete) throw new Error(`${connector.platform} ended ${list.id} before its last page`)
    await walk.onWindow(to)
    done = to
    if (to.getTime() >= untilMs) return { done, behind: false }
  }
  return { done, behind: true }
}

/** A busy shop's newest orders do not fit into one page, and must not wait until their window is settled. */
async function peek({ connector, clock, list, doubtMs, signal, onPage }: Walk, done: Date): Promise<void> {
  if (list.keyedBy !== 'modified') return
  const seen = peeked.get(connector) ?? new Map<string, Date>()
  peeked.set(connector, seen)
  const seenMs = seen.get(list.id)?.getTime() ?? 0
  // Nobody has seen what is still to come: a clock was wrong then.
  const againMs = seenMs > connector.platformTime(clock.now()).getTime() ? 0 : seenMs - PEEK_AGAIN_MS
  const from = new Date(Math.max(done.getTime(), againMs))
  seen.set(list.id, await peekOrders({ connector, clock, list, from, doubtMs, signal, onPage }))
}

/** Windows may end here: nothing changes any more that happened before. */
function settledMs(walk: Walk): number {
  return walk.connector.platformTime(walk.clock.now()).getTime() - marginMs(walk)
}

function marginMs({ list, doubtMs }: Pick<Walk, 'list' | 'doubtMs'>): number {
  return list.lagMs + doubtMs + SETTLE_MS
}
