import type { Clock } from '../clock.ts'
import type { Orm } from '../db/orm.ts'
import { createStockDesk, type StockDesk } from './stock-desk.ts'

/** One desk for each merchant of this process: batches never mix merchants. */
export interface StockDesks {
  of(schema: string): StockDesk
  /** Requests that wait at all desks together. */
  readonly waiting: number
}

export function createStockDesks(orm: Orm, clock: Clock): StockDesks {
  const desks = new Map<string, StockDesk>()
  return {
    of(schema) {
      const known = desks.get(schema)
      if (known) return known
      const desk = createStockDesk(orm.em.fork({ schema }), clock)
      desks.set(schema, desk)
      return desk
    },
    get waiting() {
      return [...desks.values()].reduce((sum, desk) => sum + desk.waiting, 0)
    },
  }
}
