import type { Clock } from '../clock.ts'
import type { Em } from '../db/orm.ts'
import { openCatalogueDesk, type CatalogueDesk } from './catalogue-desk.ts'
import { openStockDesk, type StockDesk } from './stock-desk.ts'

export interface MerchantDesk {
  readonly catalogue: CatalogueDesk
  readonly stock: StockDesk
}

export interface MerchantDesks {
  /** The desk of the merchant with this schema; the same one each time, so that its requests meet in one queue. */
  of(schema: string): MerchantDesk
  /** Requests that wait for a batch, of all merchants. */
  waiting(): number
}

/** One desk a merchant and process. Schemas come from credentials that were checked, so there are as many as merchants. */
export function createMerchantDesks(em: Em, clock: Clock): MerchantDesks {
  const desks = new Map<string, MerchantDesk>()
  return {
    of(schema) {
      const known = desks.get(schema)
      if (known) return known
      const own = em.fork({ schema })
      const desk = { catalogue: openCatalogueDesk(own, clock), stock: openStockDesk(own, clock) }
      desks.set(schema, desk)
      return desk
    },
    waiting: () => [...desks.values()].reduce((sum, { stock }) => sum + stock.waiting(), 0),
  }
}
