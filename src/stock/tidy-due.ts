import type { Em } from '../db/orm.ts'
import { bookDue } from './facts/book-due.ts'
import { findDue } from './sql/find-due.ts'
import type { StockDesk } from './stock-desk.ts'

const BALANCES_PER_STEP = 200

/**
 * Books expired holds of goods nobody touches, until none is left or `signal` aborts. Returns the balances booked.
 * Nothing depends on it: whoever reads or takes those goods counts expired holds as free already.
 */
export async function tidyDue(
  { em, desk }: { readonly em: Em; readonly desk: StockDesk },
  { sinceMs, nowMs, signal }: { readonly sinceMs: number; readonly nowMs: number; readonly signal: AbortSignal },
): Promise<number> {
  let booked = 0
  for (;;) {
    signal.throwIfAborted()
    const balances = await findDue(em.fork(), { sinceMs, nowMs, limit: BALANCES_PER_STEP })
    if (balances.length === 0) return booked
    const answer = await desk.do(bookDue, { balances }, { key: 'due', actor: 'clock' })
    if (answer.kind === 'refused') return booked
    booked += balances.length
  }
}
