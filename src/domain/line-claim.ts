import type { KnownLine, KnownOrder } from './channel-order.ts'

/** What one line of an order asks of us, in units of its listing. */
export interface LineClaim {
  /** Units the platform's counter has given for it and not got back: its listing's quota is lower by so many. */
  readonly charged: number
  /** Units to be kept for it, or that have left for it. */
  readonly wanted: number
  /** An unpaid order of a listing that takes at payment gets what is free, and never makes a deficit. */
  readonly firm: boolean
}

export const noClaim: LineClaim = { charged: 0, wanted: 0, firm: true }

type OrderFacts = Pick<KnownOrder, 'leaf' | 'paidAtMs' | 'shippedAtMs'>
type LineFacts = Pick<KnownLine, 'present' | 'state' | 'refund' | 'restores' | 'takesAt' | 'units'>

/**
 * R6, R7: what a line claims is told by where it stands now, not by the way it came there. So a cancellation seen before its
 * order claims what it would have, had the order been seen first.
 */
export function claimOf(order: OrderFacts, line: LineFacts, sinceMs: number): LineClaim {
  if (!order.leaf || !line.present || leftBefore(order, sinceMs)) return noClaim
  const { units, state } = line
  const taken = isTaken(order, line)
  if (state === 'cancelled') return { charged: taken && !line.restores ? units : 0, wanted: 0, firm: true }
  // Refunded after it left: the goods are not back, but the platform may sell their number again.
  if (state === 'closed' && line.refund === 'done' && line.restores) return { charged: 0, wanted: units, firm: true }
  return { charged: taken ? units : 0, wanted: units, firm: taken }
}

/** What left before anyone looked is in nobody's stock any more. */
export function leftBefore({ shippedAtMs }: Pick<KnownOrder, 'shippedAtMs'>, sinceMs: number): boolean {
  return shippedAtMs !== null && shippedAtMs < sinceMs
}

/** Whether the platform has taken the line's units off sale. */
export function isTaken(
  { paidAtMs }: Pick<KnownOrder, 'paidAtMs'>,
  { takesAt, state }: Pick<LineFacts, 'takesAt' | 'state'>,
): boolean {
  return takesAt === 'order' || paidAtMs !== null || state === 'paid' || state === 'shipped' || state === 'closed'
}

/** Units of a line that have left by what the platform tells; a shipped line without a figure has left whole. */
export function leftUnits({ state, shippedUnits, units }: Pick<KnownLine, 'state' | 'shippedUnits' | 'units'>): number {
  if (state === 'shipped' || state === 'closed') return shippedUnits === 0 ? units : shippedUnits
  return shippedUnits
}
