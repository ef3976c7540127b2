import type { Clock } from '../clock.ts'
import { bookDocument } from '../stock/documents/book-document.ts'
import type { DocumentLineArgs } from '../stock/documents/content.ts'
import { OutcomeUnknown } from '../stock/engine/batch-failure.ts'
import type { StockDesk } from '../stock/stock-desk.ts'
import type { BadRows } from './bad-rows.ts'

/** As many lines are booked at once as go into a few of the desk's batches. */
export const LINES_AT_ONCE = 1_024
const TRIES_MAX = 20
const WAIT_MS = 250

export interface LineCounts {
  readonly booked: number
  readonly corrected: number
  readonly unchanged: number
  readonly bad: number
}

interface Booking {
  readonly desk: StockDesk
  readonly actor: string
  readonly clock: Clock
  readonly badRows: BadRows
  readonly signal: AbortSignal
}

/** Lines of documents, each with the row of the file it stands on: gathered, booked together, counted by what became of them. */
export class LineBatch {
  readonly #booking: Booking
  #lines: { readonly row: number; readonly args: DocumentLineArgs }[] = []
  counts: LineCounts = { booked: 0, corrected: 0, unchanged: 0, bad: 0 }

  constructor(booking: Booking) {
    this.#booking = booking
  }

  /** Returns how many wait now. */
  add(row: number, args: DocumentLineArgs): number {
    return this.#lines.push({ row, args })
  }

  refuse(row: number, reason: string): void {
    this.counts = { ...this.counts, bad: this.counts.bad + 1 }
    this.#booking.badRows.add(row, reason)
  }

  /** The locations that the waiting lines name. */
  get locations(): readonly string[] {
    return this.#lines.flatMap(({ args }) => args.location ?? [])
  }

  async book(): Promise<void> {
    const lines = this.#lines
    this.#lines = []
    const answers = await Promise.all(lines.map(({ args }) => this.#bookLine(args)))
    for (const [n, answer] of answers.entries()) {
      if (answer.kind === 'refused') this.refuse(lines[n]?.row ?? 0, answer.message)
      else this.counts = { ...this.counts, [answer.kind]: this.counts[answer.kind] + 1 }
    }
  }

  /** A line may be told again as often as it takes: it is booked once. */
  async #bookLine(args: DocumentLineArgs) {
    const { desk, actor, clock, signal } = this.#booking
    const key = `${args.source}:${args.document}`.slice(0, 200)
    for (let tries = 1; ; tries += 1) {
      try {
        const answer = await desk.do(bookDocument, args, { key, actor })
        if (answer.kind !== 'refused' || answer.code !== 'BUSY' || tries >= TRIES_MAX) return answer
        await clock.sleep(answer.retryAfterMs ?? WAIT_MS, signal)
      } catch (error) {
        if (!(error instanceof OutcomeUnknown) || tries >= TRIES_MAX) throw error
        await clock.sleep(WAIT_MS * tries, signal)
      }
    }
  }
}
