import type { Clock } from '../clock.ts'
import type { Em } from '../db/orm.ts'
import { checkKey } from './check-args.ts'
import { CommandQueue, DEFAULT_QUEUE_LIMITS, type QueueLimits } from './engine/command-queue.ts'
import type { Answer, Operation } from './engine/operation.ts'
import { newCountId, newHoldId } from './engine/random-ids.ts'
import { KnownRows } from './engine/known-rows.ts'
import { PlaceDirectory } from './engine/resolve-names.ts'
import { request } from './engine/run-batch.ts'
import type { Refused } from './refusal.ts'

/** Who asks, and the name of this one asking: the same key with the same arguments gets the same answer for ever. */
export interface Asking {
  readonly key: string
  readonly actor: string
}

/** Where one merchant's stock commands and facts go in. Every process may have one: the database keeps them apart. */
export interface StockDesk {
  /** @throws OutcomeUnknown when the database was lost meanwhile: ask again with the same key. */
  do<Args, Yes extends Answer>(operation: Operation<Args, Yes>, args: Args, asking: Asking): Promise<Yes | Refused>
  readonly waiting: number
}

/** `em` is a fork for the merchant's schema. `onCommitted` is told after each batch that something may have changed. */
export function createStockDesk(
  em: Em,
  clock: Clock,
  limits: QueueLimits = DEFAULT_QUEUE_LIMITS,
  onCommitted: () => void = () => undefined,
): StockDesk {
  const nowMs = () => clock.now().getTime()
  const tools = { places: new PlaceDirectory(), rows: new KnownRows(), nowMs, newHoldId: () => newHoldId(nowMs()), newCountId }
  const queue = new CommandQueue({ em, clock, tools, limits, onCommitted })
  return {
    async do<Args, Yes extends Answer>(operation: Operation<Args, Yes>, args: Args, asking: Asking): Promise<Yes | Refused> {
      const no = checkKey(asking.key) ?? operation.check(args)
      if (no) return no
      const answer = await queue.submit(request(operation, args, asking))
      // Answers travel through the database as JSON; one key only ever names one kind of operation.
      return answer as Yes | Refused
    },
    get waiting() {
      return queue.waiting
    },
  }
}
