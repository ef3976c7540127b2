import type { Clock } from '../clock.ts'
import type { Em } from '../db/orm.ts'
import type { StockDesks } from '../stock/stock-desks.ts'
import { openCatalogueDesk, type CatalogueDesk } from './catalogue-desk.ts'
import { openStockDesk, type StockDesk } from './stock-desk.ts'

export interface MerchantDesk {
  readonly catalogue: CatalogueDesk
  readonly stock: StockDesk
}

export interface MerchantDesks {
  /** The desk of the merchant with this schema. */
  of(schema: string): MerchantDesk
}

/** One desk a merchant and process. Schemas come from credentials that were checked, so there are as many as merchants. */
export function createMerchantDesks({ em, stock, clock }: { em: Em; stock: StockDesks; clock: Clock }): MerchantDesks {
  const desks = new Map<string, MerchantDesk>()
  return {
    of(schema) {
      const known = desks.get(schema)
      if (known) return known
      const own = em.fork({ schema })
      const commands = stock.of(schema)
      const desk = { catalogue: openCatalogueDesk(own, clock), stock: openStockDesk({ em: own, commands, clock }) }
      desks.set(schema, desk)
      return desk
    },
  }
}
