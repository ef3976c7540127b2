import { createWriteStream, type WriteStream } from 'node:fs'
import { once } from 'node:events'
import type { BadRows } from './bad-rows.ts'

/** With a report file to look into, the screen shows only the first ones. */
const SHOWN_WITH_REPORT = 20

/** Tells bad rows on the screen and, if wanted, in a CSV file: one `file,line,reason` each. */
export class ErrorReport {
  readonly #show: (text: string) => void
  readonly #path: string | undefined
  #file: WriteStream | undefined
  #failure: unknown
  #count = 0

  constructor(options: { readonly show: (text: string) => void; readonly path: string | undefined }) {
    this.#show = options.show
    this.#path = options.path
  }

  get count(): number {
    return this.#count
  }

  /** Bad rows of this file. */
  of(name: string): BadRows {
    return { add: (line, reason) => this.#add(name, { line, reason }) }
  }

  #add(name: string, { line, reason }: { readonly line: number; readonly reason: string }): void {
    this.#count += 1
    if (this.#path === undefined || this.#count <= SHOWN_WITH_REPORT) this.#show(`${name}:${line}: ${printable(reason)}\n`)
    if (this.#path === undefined) return
    this.#file ??= this.#open(this.#path)
    this.#file.write(`${csvCell(name)},${line},${csvCell(reason)}\r\n`)
  }

  #open(path: string): WriteStream {
    const file = createWriteStream(path)
    file.on('error', (error) => {
      this.#failure = error
    })
    // Excel reads a CSV as UTF-8 only behind a byte order mark.
    file.write('\ufefffile,line,reason\r\n')
    return file
  }

  /** Returns when the file is written whole. @throws what kept it from being written. */
  async close(): Promise<void> {
    if (this.#path === undefined) return
    const file = this.#file ?? this.#open(this.#path)
    file.end()
    if (!file.closed) await Promise.race([once(file, 'close'), once(file, 'error')]).catch(() => undefined)
    if (this.#failure !== undefined) throw new Error('the report of bad rows could not be written', { cause: this.#failure })
    if (this.#count > SHOWN_WITH_REPORT) this.#show(`... and ${this.#count - SHOWN_WITH_REPORT} more in ${this.#path}\n`)
  }
}

/** A cell that a spreadsheet program will neither take for a formula nor break in two. */
export function csvCell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

/** What came from a file must not steer the terminal. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '\ufffd')
}
