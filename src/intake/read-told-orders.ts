import type { ChannelOrder } from '../channels/order.ts'
import { bookPage } from './book-page.ts'
import type { Booking, IntakeTerms } from './intake.ts'
import { peekOrders } from './peek-orders.ts'
import { futureEndOf } from './pull-shop-orders.ts'
import { rereadOrders } from './reread-orders.ts'

/** What takes longer than this to be asked for one by one, at the platform's pace, is looked for in a list, a hundred a call. */
const ONE_BY_ONE_MS = 250
/** What no list shows is asked for by its number; more than this takes is left to the turn that walks the lists. */
const STORM_MS = 5_000
/** An order is looked for in a list from so long before it was pushed; stamps are whole seconds, so mostly from longer. */
const BEFORE_PUSH_MS = 300
/** Older pushes are not looked for in a list. */
const RECENT_MS = 30_000

/** Orders a shop has told of. */
export interface Told {
  readonly orderIds: readonly string[]
  /** Since when the oldest of them has been told; null: not known. */
  readonly oldestAt: Date | null
}

/**
 * Reads and books them in as few calls as there are: one page, more pages, then one by one. Returns what it did not come to; null: they are
 * too many, and no list shows them yet.
 */
export async function readToldOrders(booking: Booking, terms: IntakeTerms, told: Told): Promise<ReadonlySet<string> | null> {
  const { connection, signal } = booking
  const { rereadsPerSecond } = connection.connector.limits
  const oneByOne = Math.max(5, (rereadsPerSecond * ONE_BY_ONE_MS) / 1_000)
  const left = new Set(told.orderIds)
  const onPage = async (orders: readonly ChannelOrder[]): Promise<void> => {
    // Of the others pushes of their own are on their way.
    await bookPage(
      booking,
      terms,
      orders.filter(({ orderId }) => left.has(orderId)),
    )
    for (const { orderId } of orders) left.delete(orderId)
  }
  if (left.size > oneByOne) await readLists(booking, { oldestAt: told.oldestAt, isEnough: () => left.size <= oneByOne, onPage })
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
