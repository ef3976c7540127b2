import type { Clock } from '../src/clock.ts'

/** Without a terminal the line is written now and then. */
const PLAIN_EVERY_MS = 10_000

/** What the demo says: lines that stay, and one that is written over again and again. */
export class Say {
  readonly #out: NodeJS.WriteStream
  readonly #clock: Clock
  #isLive = false
  #plainAtMs = 0

  constructor(out: NodeJS.WriteStream, clock: Clock) {
    this.#out = out
    this.#clock = clock
  }

  line(text: string): void {
    this.#out.write(`${this.#isLive ? '\r\u001b[K' : ''}${text}\n`)
    this.#isLive = false
  }

  live(text: string): void {
    if (this.#out.isTTY) {
      this.#out.write(`\r\u001b[K${text.slice(0, Math.max(20, this.#out.columns - 1))}`)
      this.#isLive = true
      return
    }
    const nowMs = this.#clock.now().getTime()
    if (nowMs - this.#plainAtMs < PLAIN_EVERY_MS) return
    this.#plainAtMs = nowMs
    this.line(text)
  }

  /** What is said afterwards begins on a line of its own. */
  end(): void {
    if (this.#isLive) this.#out.write('\n')
    this.#isLive = false
  }
}
