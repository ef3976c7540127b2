/** What a plan that watches does next: see `watchNext`. */
export type WatchNext =
  | { readonly do: 'read' | 'sample' | 'look' | 'wait' | 'begin again' | 'conclude' | 'pass' }
  | { readonly do: 'keep order'; readonly orderId: string; readonly units: number }
  | { readonly do: 'compare'; readonly order: TouchedOrder }
  | { readonly do: 'end'; readonly why: string }

export interface Watched {
  /** Null once every step is done. */
  readonly step: 'read' | 'sample' | 'look' | 'an order of this listing' | 'its cancellation' | null
  /** The order it watches, once there is one. */
  readonly orderId: string | null
  /** When the newest reading was there, by the platform's clock; null before the first. */
  readonly readAtMs: number | null
  /** Orders of the listing that anything was booked of since it began. */
  readonly orders: readonly TouchedOrder[]
  /** One of our own commands was sent since it began, or one from before may still be applied. */
  readonly wrote: boolean
  readonly unsettled: boolean
  /** Up to here every order that was taken, and every unit that came back, is booked; null: not known. */
  readonly bookedThroughMs: number | null
}

export interface TouchedOrder {
  readonly orderId: string
  readonly units: number
  readonly createdAtMs: number
  readonly paidAtMs: number | null
  readonly states: readonly string[]
}

/** Stamps of orders are whole seconds. */
const DOUBT_MS = 1_000

/**
 * R10: numbers say something of one order only where nothing else moved them. Before it has an order a plan that was disturbed
 * begins again; afterwards it ends without a conclusion. Nothing is concluded before every order up to its last reading is booked.
 */
export function watchNext(watched: Watched): WatchNext {
  const { step, orderId, readAtMs, orders, wrote, unsettled, bookedThroughMs } = watched
  // It reads by itself what it needs: nothing that happens meanwhile disturbs it.
  if (step === 'look') return { do: 'look' }
  const others = orders.filter((order) => orderId === null || order.orderId !== orderId)
  const disturbed = wrote ? 'a command of ours moved the number' : others.length > (orderId === null ? 1 : 0) ? OTHERS : null
  if (disturbed !== null) return orderId === null ? { do: 'begin again' } : { do: 'end', why: disturbed }
  if (step === null)
    return { do: bookedThroughMs !== null && bookedThroughMs > (readAtMs ?? Infinity) + DOUBT_MS ? 'conclude' : 'wait' }
  if (step === 'read') return { do: unsettled ? 'wait' : 'read' }
  if (step === 'its cancellation') return cancelled(orders)
  const [order] = orders
  if (step === 'sample') return order ? { do: 'compare', order } : { do: 'sample' }
  if (!order || order.states.some((state) => state === 'created')) return { do: 'wait' }
  const isAfter = readAtMs === null || order.createdAtMs > readAtMs + DOUBT_MS
  if (!isAfter || order.states.some((state) => state !== 'paid')) return { do: 'begin again' }
  return { do: 'keep order', orderId: order.orderId, units: order.units }
}

const OTHERS = 'another order of the listing was placed or changed meanwhile'

function cancelled([order]: readonly TouchedOrder[]): WatchNext {
  if (!order || order.states.every((state) => state === 'paid')) return { do: 'wait' }
  if (order.states.every((state) => state === 'cancelled')) return { do: 'pass' }
  return { do: 'end', why: 'the order was not called off as a whole' }
}
