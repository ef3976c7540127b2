import { JumpingClock } from './jumping-clock.ts'
import type { PublishShop } from './publish-world.ts'

/** The clock of a process that is frozen: it goes on, and none of the process' timers run. */
class StoppedTimers extends JumpingClock {
  readonly #world: JumpingClock

  constructor(world: JumpingClock) {
    super(world.now())
    this.#world = world
  }

  override now(): Date {
    return this.#world.now()
  }

  override sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return this.#world.sleep(ms, signal)
  }

  override deadline(): AbortSignal {
    return new AbortController().signal
  }
}

export interface FrozenTurn {
  /** Lets it go on, and says how it ended: what it came to, or what it threw. */
  thaw(): Promise<unknown>
}

/** A turn of a publisher that is frozen as its stock call is built and has not left; those of others go through. */
export async function frozenTurn(shop: PublishShop): Promise<FrozenTurn> {
  const connector = shop.connect(new StoppedTimers(shop.world.clock))
  await connector.measureClock(AbortSignal.timeout(60_000))
  const [thawed, built] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  shop.calls.freeze = thawed.promise
  shop.calls.onCall = () => built.resolve()
  const ended = shop.publish({ connector }).catch((error: unknown) => error)
  await Promise.race([built.promise, ended])
  shop.calls.freeze = null
  return {
    thaw() {
      thawed.resolve()
      return ended
    },
  }
}
