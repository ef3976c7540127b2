import type { KnownLine, KnownOrder } from './channel-order.ts'

/** What one line of an order asks of us, in units of its listing. */
export interface LineClaim {
  /** Units the platform's counter has given for it and not got back: its listing's quota is lower by so many. */
  readonly charged: number
  /** Units the counter may have got back for it without having given them: its listing's quota is higher by so many. */
  readonly windfall: number
  /** Units to be kept for it, or that have left for it. */
  readonly wanted: number
  /** An unpaid order of a listing that takes at payment gets what is free, and never makes a deficit. */
  readonly firm: boolean
}

export const noClaim: LineClaim = { charged: 0, windfall: 0, wanted: 0, firm: true }

type OrderFacts = Pick<KnownOrder, 'leaf' | 'paidAtMs' | 'shippedAtMs'>
type LineFacts = Pick<KnownLine, 'present' | 'state' | 'refund' | 'restores' | 'takesAt' | 'units' | 'oversold'>

/**
 * R6, R7: what a line claims is told by where it stands now, not by the way it came there. So a cancellation seen before its
 * order claims what it would have, had the order been seen first.
 */
export function claimOf(order: OrderFacts, line: LineFacts, sinceMs: number): LineClaim {
  if (!order.leaf || !line.present || leftBefore(order, sinceMs)) return noClaim
  const { units, state, restores } = line
  const taken = isTaken(order, line)
  // Refunded after it left: the goods are not back, but the platform may sell their number again.
  const isBack = restores && (state === 'cancelled' || (state === 'closed' && line.refund === 'done'))
  const wanted = state === 'cancelled' ? 0 : units
  const firm = taken || state === 'cancelled'
  // Sold although the counter had not so many: it may have given none of them.
  if (line.oversold) return { charged: 0, windfall: taken && isBack ? units : 0, wanted, firm }
  return { charged: taken && !isBack ? units : 0, windfall: 0, wanted, firm }
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
