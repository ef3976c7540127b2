import type { Em } from '../../db/orm.ts'
import { readAwaited } from '../sql/documents.ts'
import type { StockDesk } from '../stock-desk.ts'
import { bookDocument } from './book-document.ts'

const LINES_PER_STEP = 200
/** An order that is told so much later than its warehouse knew of it is no order of ours. */
const WAIT_MAX_MS = 31 * 24 * 3_600_000

/**
 * Books acknowledgements that came before the orders they are about, now that those are there, until none is left or `signal`
 * aborts. Returns the lines booked. Until then a count that leaves out ordered units finds too few, never too many.
 */
export async function bookAwaited(
  { em, desk }: { readonly em: Em; readonly desk: Pick<StockDesk, 'do'> },
  { nowMs, signal }: { readonly nowMs: number; readonly signal: AbortSignal },
): Promise<number> {
  let booked = 0
  for (;;) {
    signal.throwIfAborted()
    const lines = await readAwaited(em.fork(), { sinceMs: nowMs - WAIT_MAX_MS, limit: LINES_PER_STEP })
    const answers = await Promise.all(
      lines.map(({ source, document, line, content }) =>
        desk.do(bookDocument, { source, document, line, ...content }, { key: 'document', actor: 'clock' }),
      ),
    )
    const done = answers.filter(({ kind }) => kind !== 'refused' && kind !== 'unchanged').length
    booked += done
    if (done === 0) return booked
  }
}
