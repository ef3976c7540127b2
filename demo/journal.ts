import { closeSync, existsSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { MarketChange } from '../sandbox/shared/market/market-change.ts'

/** One thing that happened in the demo's world outside of the database. */
export const JournalEntry = z.discriminatedUnion('kind', [
  /** Whose journal this is: the database is marked with the same id. */
  z.object({ kind: z.literal('demo'), id: z.string(), fingerprint: z.string(), lines: z.int().nullable() }),
  /** The ports the shops were found at. */
  z.object({ kind: z.literal('ports'), ports: z.record(z.string(), z.int()) }),
  /** The others are listed too from here on. */
  z.object({ kind: z.literal('all listed') }),
  z.object({ kind: z.literal('market'), platform: z.string(), change: MarketChange }),
  z.object({
    kind: z.literal('placed'),
    key: z.string(),
    shop: z.string(),
    orderId: z.string(),
    lineId: z.string(),
    units: z.int(),
  }),
  /** So many deeds are done, and what could not be reckoned from the rest. */
  z.object({ kind: z.literal('evening'), deeds: z.int(), eveningMs: z.number(), refused: z.int(), oversold: z.int() }),
  /** A sale of the merchant's own app. */
  z.object({ kind: z.literal('own sale'), sku: z.string(), units: z.int() }),
  z.object({ kind: z.literal('campaign'), number: z.int(), startsAtMs: z.number(), endsAtMs: z.number() }),
])
export type JournalEntry = z.output<typeof JournalEntry>

const Line = z.array(JournalEntry)
const NEWLINE = 10

/**
 * What the shops know, in a file: a shop of a real platform does not forget what it has sold when our program ends. A line is written
 * whole before anybody hears of what it says, so a killed program has told nothing that is not there.
 */
export class Journal {
  readonly #file: number
  #batch: JournalEntry[] | null = null

  private constructor(file: number) {
    this.#file = file
  }

  /** Opens it, made anew where there is none, and gives all that is in it. A last line that was cut off is taken away: nobody has heard of it. */
  static open(path: string, onEntry: (entry: JournalEntry) => void): Journal {
    mkdirSync(dirname(path), { recursive: true })
    const wholeBytes = Journal.read(path, (entry) => {
      onEntry(entry)
      return 'more'
    })
    const file = openSync(path, 'a', 0o600)
    ftruncateSync(file, wholeBytes)
    return new Journal(file)
  }

  /** Gives what is in it, as far as it is wanted, and returns how long its whole lines are. */
  static read(path: string, onEntry: (entry: JournalEntry) => 'more' | 'enough'): number {
    const text = existsSync(path) ? readFileSync(path) : Buffer.alloc(0)
    let from = 0
    for (let end = text.indexOf(NEWLINE); end >= 0; end = text.indexOf(NEWLINE, from)) {
      for (const entry of Line.parse(JSON.parse(text.toString('utf8', from, end)))) if (onEntry(entry) === 'enough') return from
      from = end + 1
    }
    return from
  }

  /** Whether what happens now happens together. */
  get isTogether(): boolean {
    return this.#batch !== null
  }

  write(entry: JournalEntry): void {
    if (this.#batch) this.#batch.push(entry)
    else this.#writeLine([entry])
  }

  /** What is written meanwhile is one line: all of it is there afterwards, or nothing. */
  together(work: () => void): void {
    const batch: JournalEntry[] = []
    this.#batch = batch
    try {
      work()
    } finally {
      this.#batch = null
      if (batch.length > 0) this.#writeLine(batch)
    }
  }

  close(): void {
    fsyncSync(this.#file)
    closeSync(this.#file)
  }

  #writeLine(entries: readonly JournalEntry[]): void {
    const line = Buffer.from(`${JSON.stringify(entries)}\n`)
    for (let at = 0; at < line.length;) at += writeSync(this.#file, line, at)
  }
}
