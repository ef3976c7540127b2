/** Counts calls in windows of one second and of one day, as the platforms' flow control does; each key by itself. */
export class RateLimit {
  readonly #windowMs: number
  readonly #seen = new Map<string, { startMs: number; calls: number }>()
  /** Calls allowed in one window; may be changed while running. */
  calls: number

  constructor(options: { readonly calls: number; readonly windowMs: number }) {
    this.calls = options.calls
    this.#windowMs = options.windowMs
  }

  /** Null when the call may pass, else how long the ban lasts. */
  take(key: string, now: Date): { readonly bannedMs: number } | null {
    const startMs = Math.floor(now.getTime() / this.#windowMs) * this.#windowMs
    const seen = this.#seen.get(key)
    const calls = seen?.startMs === startMs ? seen.calls : 0
    if (calls >= this.calls) return { bannedMs: startMs + this.#windowMs - now.getTime() }
    this.#seen.set(key, { startMs, calls: calls + 1 })
    return null
  }
}
