import type { Clock } from '../clock.ts'
import type { Orm } from '../db/orm.ts'
import { DEFAULT_QUEUE_LIMITS, type QueueLimits } from './engine/command-queue.ts'
import { createStockDesk, type StockDesk } from './stock-desk.ts'

/** One desk for each merchant of this process: batches never mix merchants. */
export interface StockDesks {
  of(schema: string): StockDesk
  /** Tells a listener of every batch that a merchant's desk has booked. */
  onCommitted(listener: (schema: string) => void): void
  /** Requests that wait at all desks together. */
  readonly waiting: number
}

export function createStockDesks(orm: Orm, clock: Clock, limits: QueueLimits = DEFAULT_QUEUE_LIMITS): StockDesks {
  const desks = new Map<string, StockDesk>()
  const listeners = new Set<(schema: string) => void>()
  const tell = (schema: string): void => {
    for (const listener of listeners) listener(schema)
  }
  return {
    of(schema) {
      const known = desks.get(schema)
      if (known) return known
      const desk = createStockDesk(orm.em.fork({ schema }), clock, limits, () => tell(schema))
      desks.set(schema, desk)
      return desk
    },
    onCommitted(listener) {
      listeners.add(listener)
    },
    get waiting() {
      return [...desks.values()].reduce((sum, desk) => sum + desk.waiting, 0)
    },
  }
}
