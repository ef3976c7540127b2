import { Random } from '../../sandbox/shared/random.ts'
import type { Sandbox } from '../../sandbox/shared/sandbox.ts'
import type { Handler, WireAnswer, WireRequest } from '../../sandbox/shared/wire.ts'
import { LATE_TICKS, TICK_MS, type ScenarioShop } from '../scenario.ts'
import { readCall } from './read-move.ts'
import type { SimClock } from './sim-clock.ts'

/** What went over the line so far. A batch of lines is one call. */
export interface Traffic {
  stockCalls: number
  stockReads: number
  cadenceReads: number
  otherCalls: number
}

interface Sent {
  readonly units: number
  readonly key: string | null
}

interface NetworkOptions {
  readonly shop: ScenarioShop
  readonly sandbox: Sandbox
  readonly clock: SimClock
  readonly seed: number
  /** The platform refuses a request that is older. */
  readonly lifeMs: number
  /** Told when a request begins and ends to wait for the clock. */
  readonly onWait?: (waits: boolean) => void
}

/**
 * Between us and a shop: calls take their time, are refused, get lost on the way there or back, or come much too late. What strikes the n-th
 * stock call follows from the seed alone.
 */
export class Network {
  readonly traffic: Traffic = { stockCalls: 0, stockReads: 0, cadenceReads: 0, otherCalls: 0 }
  readonly #options: NetworkOptions
  readonly #random: Random
  readonly #underWay = new Set<Sent>()
  readonly #applied = new Set<string>()
  /** Until the run begins every call is answered at once. */
  #begun = false
  #faults = true
  #down = false
  #happened = 0

  constructor(options: NetworkOptions) {
    this.#options = options
    this.#random = new Random(options.seed)
  }

  /** I3: raises that were sent and may still be applied. */
  get raisesUnderWay(): number {
    // A call with a key is applied once, however often it is sent.
    const byKey = new Map([...this.#underWay].map((sent) => [sent.key ?? sent, sent]))
    return [...byKey].reduce((sum, [key, { units }]) => sum + (typeof key === 'string' && this.#applied.has(key) ? 0 : units), 0)
  }

  /** The last reading was made at the stated cadence, not to settle something. */
  wasAtCadence(): void {
    this.traffic.stockReads -= 1
    this.traffic.cadenceReads += 1
  }

  begin(): void {
    this.#begun = true
  }

  /** From now on every call is answered. */
  endFaults(): void {
    this.#faults = false
    this.#down = false
  }

  setDown(down: boolean): void {
    this.#down = down
  }

  /** Grows with every request that comes, and with everyone that is applied. */
  get happened(): number {
    return this.#happened
  }

  readonly handler: Handler = async (request) => {
    this.#happened += 1
    if (this.#down) return { kind: 'reset' }
    const call = readCall(request)
    if (!this.#begun) return this.#options.sandbox.handler(request)
    if (call.kind === 'other') {
      this.traffic.otherCalls += 1
      return this.#options.sandbox.handler(request)
    }
    const roundTripMs = this.#options.shop.roundTripTicks * TICK_MS
    const thereMs = Math.round(roundTripMs * this.#random.next())
    if (call.kind === 'stock read') {
      this.traffic.stockReads += 1
      await this.#wait(thereMs)
      const answer = await this.#options.sandbox.handler(request)
      await this.#wait(roundTripMs - thereMs)
      return answer
    }
    this.traffic.stockCalls += 1
    const sent = { units: call.raises, key: this.#options.shop.semantics === 'keyed' ? call.key : null }
    this.#underWay.add(sent)
    const fate = this.#fate()
    await this.#wait(thereMs)
    const answer = await this.#deliver(request, { fate, sent })
    await this.#wait(roundTripMs - thereMs)
    return answer
  }

  async #deliver(request: WireRequest, { fate, sent }: { fate: Fate; sent: Sent }): Promise<WireAnswer> {
    const { sandbox, shop, clock, lifeMs } = this.#options
    const arrive = async (): Promise<WireAnswer> => {
      const { journal } = sandbox.market.shop('A')
      const before = journal.length
      const answer = await sandbox.handler(request)
      this.#underWay.delete(sent)
      if (sent.key !== null && journal.length > before) this.#applied.add(sent.key)
      this.#happened += 1
      return answer
    }
    switch (fate) {
      case 'passes':
        return arrive()
      case 'refused':
        sandbox.world.faults.clear()
        sandbox.world.faults.add({ kind: 'throttle', times: 1 })
        return arrive()
      case 'answer lost':
        await arrive()
        return { kind: 'reset' }
      case 'never':
        this.#underWay.delete(sent)
        return { kind: 'reset' }
      case 'late': {
        const delayMs = (1 + this.#random.below(shop.lateTicks ?? LATE_TICKS)) * TICK_MS
        if (shop.beyondLife) return this.#applyVeryLate(request, { sent, delayMs })
        // What is refused when it comes raises nothing any more, however long it is on its way.
        void clock.sleep(lifeMs).then(() => this.#underWay.delete(sent))
        void clock.sleep(delayMs).then(arrive)
        return { kind: 'reset' }
      }
    }
  }

  /** Taken in now, and applied whatever its age: the platform breaks its word. */
  async #applyVeryLate(request: WireRequest, { sent, delayMs }: { sent: Sent; delayMs: number }): Promise<WireAnswer> {
    const { sandbox, clock } = this.#options
    sandbox.world.faults.clear()
    sandbox.world.faults.add({ kind: 'apply very late', times: 1, delayMs })
    const answer = await sandbox.handler(request)
    void clock.sleep(delayMs).then(() => {
      this.#underWay.delete(sent)
      this.#happened += 1
    })
    return answer
  }

  #fate(): Fate {
    const { refused, unknown } = this.#options.shop
    const [drawn, kind] = [this.#random.next(), this.#random.below(3)]
    if (!this.#faults) return 'passes'
    if (drawn < refused) return 'refused'
    if (drawn < refused + unknown) return (['answer lost', 'never', 'late'] as const)[kind] ?? 'never'
    return 'passes'
  }

  async #wait(ms: number): Promise<void> {
    if (ms <= 0) return
    this.#options.onWait?.(true)
    await this.#options.clock.sleep(ms)
    this.#options.onWait?.(false)
  }
}

type Fate = 'passes' | 'refused' | 'answer lost' | 'never' | 'late'
