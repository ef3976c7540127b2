import { balanceKey, type PoolId, type SkuId } from '../../domain/ids.ts'
import type { Em } from '../../db/orm.ts'
import { createBalances } from '../sql/lock-balances.ts'
import { createStocks } from '../sql/stocks.ts'
import { placeKey, type AllTouches } from './all-touches.ts'
import type { Book } from './book.ts'
import type { PlaceAt } from './operation.ts'
import { StaleNames } from './stale-names.ts'

/** Some hundred bytes each. */
const REMEMBERED_MAX = 50_000

type Facts = Pick<AllTouches, 'balances' | 'stocks'>

/**
 * Makes the rows that facts need, before the transaction that locks them. No row of these goes away again: those that were locked once are
 * not made anew each time. A copy of the database put back may lack some, so what was locked is looked at as well.
 */
export class KnownRows {
  readonly #known = new Set<string>()

  async make(em: Em, { balances, stocks }: Facts): Promise<void> {
    const newBalances = balances.filter((at) => !this.#known.has(keyOfBalance(at)))
    const newStocks = stocks.filter((place) => !this.#known.has(keyOfStock(place)))
    if (newBalances.length > 0) await createBalances(em, newBalances)
    if (newStocks.length > 0) await createStocks(em, newStocks)
  }

  /** @throws StaleNames when one was not there to be locked: the next try makes it. */
  check({ balances, stocks }: Facts, locked: Book): void {
    const keys = [
      ...balances.map((at) => [keyOfBalance(at), locked.balances.get(balanceKey(at.poolId, at.skuId))] as const),
      ...stocks.map((place) => [keyOfStock(place), locked.stocks.get(placeKey(place))] as const),
    ]
    if (this.#known.size + keys.length > REMEMBERED_MAX) this.#known.clear()
    for (const [key, row] of keys) {
      if (row) this.#known.add(key)
      else this.#known.delete(key)
    }
    if (keys.some(([, row]) => row === undefined)) throw new StaleNames('a row that was there has gone')
  }
}

function keyOfBalance({ poolId, skuId }: { readonly poolId: PoolId; readonly skuId: SkuId }): string {
  return `balance ${balanceKey(poolId, skuId)}`
}

function keyOfStock(place: PlaceAt): string {
  return `stock ${placeKey(place)}`
}
