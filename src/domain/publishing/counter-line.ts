import type { KnownLine, KnownOrder } from '../channel-order.ts'
import { isTaken } from '../line-claim.ts'
import type { CounterLine } from './counter-changes.ts'
import type { LevelChange } from './level-changes.ts'

type OrderFacts = Pick<KnownOrder, 'leaf' | 'createdAtMs' | 'paidAtMs' | 'cancelledAtMs' | 'modifiedAtMs'>

export interface CounterFacts {
  /** When the platform takes units of the listing; `unknown`: when ordered, or when paid. */
  readonly takesAt: 'order' | 'payment' | 'unknown'
  /** Whether it is known, and not only feared, that a cancelled unit is for sale again. */
  readonly restoresSurely: boolean
}

/** Stamps are whole seconds: what is stamped happened less than this later. */
const STAMP_MS = 999

/** What a line of an order did to its listing's number; null: nothing so far. */
export function toCounterLine(order: OrderFacts, line: KnownLine, facts: CounterFacts): CounterLine | null {
  if (!order.leaf || !line.present || !isTaken(order, line)) return null
  const taken = takenChange(order, line, facts)
  const backUnits = line.units - line.charged
  if (backUnits <= 0) return { taken, back: null }
  const exact = line.state === 'cancelled' ? order.cancelledAtMs : null
  const span = exact === null ? { fromMs: taken.fromMs, toMs: order.modifiedAtMs + STAMP_MS } : stampSpan(exact)
  return { taken, back: { ...span, units: backUnits, certain: facts.restoresSurely && exact !== null && taken.certain } }
}

function takenChange(order: OrderFacts, line: KnownLine, { takesAt }: CounterFacts): LevelChange {
  const units = -line.units
  const { createdAtMs, paidAtMs } = order
  if (takesAt === 'order') return { ...stampSpan(createdAtMs), units, certain: true }
  // Of what was oversold the counter may have given nothing.
  if (takesAt === 'payment' && paidAtMs !== null) return { ...stampSpan(paidAtMs), units, certain: !line.oversold }
  const toMs = paidAtMs === null ? Infinity : paidAtMs + STAMP_MS
  return { fromMs: createdAtMs, toMs, units, certain: paidAtMs !== null }
}

function stampSpan(ms: number): { readonly fromMs: number; readonly toMs: number } {
  return { fromMs: ms, toMs: ms + STAMP_MS }
}

/** Units that left the quota when they were ordered, although the shop may take them only when they are paid. */
export function untakenUnits(order: OrderFacts, line: KnownLine, { takesAt }: CounterFacts): number {
  return takesAt === 'order' || order.paidAtMs !== null || line.state !== 'created' ? 0 : line.charged
}
