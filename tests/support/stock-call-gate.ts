import type { WireAnswer, WireRequest } from '../../sandbox/shared/wire.ts'

/** What befalls the next stock call: applied and the answer lost, lost on the way, or held back until it is released. */
export type Fate = 'applied' | 'lost' | 'held'

/** Stands between a connector and its platform, and decides what becomes of stock calls. */
export class StockCallGate {
  /** A stock call waits for this before it reaches the platform: a worker that is frozen with its request built. */
  freeze: Promise<void> | null = null
  /** Told when a stock call is about to leave. */
  onCall: () => void = () => undefined
  readonly #method: string
  readonly #handler: (request: WireRequest) => Promise<WireAnswer>
  readonly #shown: () => number
  #fates: Fate[] = []
  #held: (() => Promise<unknown>)[] = []
  /** Calls that have moved the shop's number. */
  readonly #applied: string[] = []

  constructor({ method, handler, shown }: GatedPlatform) {
    this.#method = method
    this.#handler = handler
    this.#shown = shown
  }

  /** The fates of the next stock calls, in turn; after them calls go through. */
  fate(...fates: readonly Fate[]): void {
    this.#fates.push(...fates)
  }

  /** From now on calls go through. */
  clearFates(): void {
    this.#fates = []
  }

  get holdsBack(): boolean {
    return this.#held.length > 0
  }

  hasApplied(key: string): boolean {
    return this.#applied.some((text) => text.includes(key))
  }

  /** Lets the calls through that were held back. */
  async release(): Promise<void> {
    for (const run of this.#held.splice(0)) await run()
  }

  async handle(request: WireRequest): Promise<WireAnswer> {
    const text = `${request.path}?${request.query}&${request.body.toString()}`
    if (!text.includes(this.#method)) return this.#handler(request)
    this.onCall()
    await this.freeze
    const fate = this.#fates.shift()
    if (fate === 'applied') await this.#apply(request, text)
    if (fate === 'held') this.#held.push(() => this.#apply(request, text))
    return fate === undefined ? this.#apply(request, text) : { kind: 'reset' }
  }

  async #apply(request: WireRequest, text: string): Promise<WireAnswer> {
    const before = this.#shown()
    const answer = await this.#handler(request)
    if (this.#shown() !== before) this.#applied.push(text)
    return answer
  }
}

interface GatedPlatform {
  /** Part of the name of the platform's stock method. */
  readonly method: string
  readonly handler: (request: WireRequest) => Promise<WireAnswer>
  /** The number the shop shows. */
  readonly shown: () => number
}
