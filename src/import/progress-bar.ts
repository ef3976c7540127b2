import type { Clock } from '../clock.ts'

const WIDTH = 30
const EVERY_MS = 100

/** A line on the terminal that is drawn over itself. */
export class ProgressBar {
  readonly #write: (text: string) => void
  readonly #clock: Clock
  #drawnAtMs = 0
  #isDrawn = false

  constructor(options: { readonly write: (text: string) => void; readonly clock: Clock }) {
    this.#write = options.write
    this.#clock = options.clock
  }

  /** `share` from 0 to 1. */
  draw(label: string, share: number): void {
    const nowMs = this.#clock.now().getTime()
    if (nowMs - this.#drawnAtMs < EVERY_MS) return
    this.#drawnAtMs = nowMs
    this.#isDrawn = true
    const part = Math.min(1, Math.max(0, share))
    const filled = Math.round(part * WIDTH)
    const percent = String(Math.floor(part * 100)).padStart(3)
    this.#write(`\r${label} [${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}] ${percent} %`)
  }

  /** Makes room for other lines. */
  clear(): void {
    if (!this.#isDrawn) return
    this.#isDrawn = false
    this.#write('\r\u001b[2K')
  }
}
