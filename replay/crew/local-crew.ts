import type { Quiet } from '../../simulate/world/quiet.ts'
import type { SimClock } from '../../simulate/world/sim-clock.ts'
import type { Turns } from '../product/turns.ts'
import type { Crew } from './crew.ts'

interface Parts {
  readonly turns: Turns
  readonly clock: SimClock
  readonly quiet: Quiet
  readonly stop: AbortController
}

/** One worker, in this process. */
export function localCrew({ turns, clock, quiet, stop }: Parts): Crew {
  const working = turns.run()
  const settled = (): Promise<void> => quiet.settled()
  return {
    async wake() {
      turns.wake()
      await settled()
    },
    async push(told) {
      for (const { channelId, orderIds } of told) turns.push(channelId, orderIds)
      await settled()
    },
    async listingsKnown() {
      turns.listingsKnown()
    },
    // Who wakes on the way settles before the next one does: in the end there is nobody left.
    async advanceTo(ms) {
      await clock.advanceTo(ms, settled)
    },
    async [Symbol.asyncDispose]() {
      stop.abort(new Error('the replay is over'))
      await working
    },
  }
}
