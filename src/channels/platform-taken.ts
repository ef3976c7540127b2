import type { TakesAt } from './listing.ts'
import type { ChannelOrder, OrderLine } from './order.ts'
import type { StockSemantics } from './semantics.ts'

export type Taken = { readonly taken: true; readonly since: Date } | { readonly taken: false }

/**
 * Whether the platform has taken the line's units off sale, and since when. What the payload says wins over the listing's
 * setting. Unknown counts as taken at order: a unit too many is held, never one too few.
 */
export function platformTaken(order: ChannelOrder, line: OrderLine, semantics: Pick<StockSemantics, 'takesAt'>): Taken {
  if (!order.leaf) return { taken: false }
  const takesAt: TakesAt = line.takesAt ?? semantics.takesAt
  if (takesAt !== 'payment') return { taken: true, since: order.createdAt }
  return order.paidAt ? { taken: true, since: order.paidAt } : { taken: false }
}

/** Whether a cancelled unit is for sale again by itself; what the payload says wins. */
export function cancelRestores(line: OrderLine, semantics: Pick<StockSemantics, 'cancelRestores'>): boolean | 'unknown' {
  return line.cancelRestores ?? semantics.cancelRestores
}
