import { SystemClock } from '../src/clock.ts'

/** Stream time goes on in steps of so much wall time. */
const STEP_MS = 50

/** Holds stream time back to so many times the wall's. The clocks of shops and product stand still while somebody is at work. */
export class StreamPace {
  readonly #wall = new SystemClock()
  readonly #speed: number
  readonly #streamMs: number
  readonly #wallMs: number
  readonly stepMs: number

  constructor(streamMs: number, speed: number) {
    this.#speed = speed
    this.#streamMs = streamMs
    this.#wallMs = this.#wall.now().getTime()
    this.stepMs = Math.max(1, STEP_MS * speed)
  }

  /** Resolves when that instant of the stream has come. */
  async waitFor(streamMs: number, signal: AbortSignal): Promise<void> {
    const atMs = this.#wallMs + (streamMs - this.#streamMs) / this.#speed
    const waitMs = atMs - this.#wall.now().getTime()
    if (waitMs > 0) await this.#wall.sleep(waitMs, signal)
  }
}
