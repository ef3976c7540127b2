import { Random } from '../../sandbox/shared/random.ts'
import type { Sandbox } from '../../sandbox/shared/sandbox.ts'
import type { Handler, WireAnswer, WireRequest } from '../../sandbox/shared/wire.ts'
import { readCall } from '../../simulate/world/read-move.ts'
import type { Clock } from '../../src/clock.ts'
import type { LineFaults } from './faults.ts'

/** What went over a line so far. A batch of lines is one call. */
export interface LineTraffic {
  stockCalls: number
  stockReads: number
  otherCalls: number
}

/** A call that was not answered is applied at most so much later, while its signature is good. */
const LATE_MS_MAX = 300_000

type Fate = 'passes' | 'throttled' | 'busy' | 'answer lost' | 'never' | 'late'

/** Between us and one platform: counts what goes over it, and lets calls fail or get lost. What befalls the n-th follows from the seed. */
export class Line {
  readonly traffic: LineTraffic = { stockCalls: 0, stockReads: 0, otherCalls: 0 }
  readonly #sandbox: Sandbox
  readonly #clock: Clock
  readonly #random: Random
  #faults: Pick<LineFaults, 'refused' | 'unknown'> | null = null
  #raises = 0

  constructor({ sandbox, clock, seed }: { readonly sandbox: Sandbox; readonly clock: Clock; readonly seed: number }) {
    this.#sandbox = sandbox
    this.#clock = clock
    this.#random = new Random(seed)
  }

  /** Units of raises that were sent and may still be applied. */
  get raisesUnderWay(): number {
    return this.#raises
  }

  /** From now on calls fail; null: no more. */
  setFaults(faults: Pick<LineFaults, 'refused' | 'unknown'> | null): void {
    this.#faults = faults
  }

  readonly handler: Handler = async (request) => {
    const call = readCall(request)
    if (call.kind === 'other') this.traffic.otherCalls += 1
    else this.traffic[call.kind === 'stock read' ? 'stockReads' : 'stockCalls'] += 1
    const raises = call.kind === 'stock call' ? call.raises : 0
    this.#raises += raises
    const fate = this.#fate(call.kind === 'stock call')
    if (fate === 'late') {
      const delayMs = 1_000 + this.#random.below(LATE_MS_MAX)
      void this.#clock.sleep(delayMs).then(
        () => this.#arrive(request, raises),
        () => undefined,
      )
      return { kind: 'reset' }
    }
    if (fate === 'never') {
      this.#raises -= raises
      return { kind: 'reset' }
    }
    const answer = await this.#arrive(request, raises, fate)
    return fate === 'answer lost' ? { kind: 'reset' } : answer
  }

  async #arrive(request: WireRequest, raises: number, fate: Fate = 'passes'): Promise<WireAnswer> {
    const { faults } = this.#sandbox.world
    if (fate === 'throttled') faults.add({ kind: 'throttle', times: 1 })
    if (fate === 'busy') faults.add({ kind: 'busy', times: 1 })
    try {
      return await this.#sandbox.handler(request)
    } finally {
      this.#raises -= raises
    }
  }

  #fate(isWrite: boolean): Fate {
    if (!this.#faults) return 'passes'
    const { refused, unknown } = this.#faults
    const [drawn, kind] = [this.#random.next(), this.#random.below(3)]
    if (drawn < refused) return kind === 0 ? 'throttled' : 'busy'
    if (drawn >= refused + unknown) return 'passes'
    // A question that comes late asks nothing any more.
    return isWrite ? ((['answer lost', 'never', 'late'] as const)[kind] ?? 'never') : 'answer lost'
  }
}
