import type { Scenario } from '../scenario.ts'
import { beyondUnits, goodCount, poolCount, poolsOf, type Pile } from '../supply.ts'
import type { ShopTruth } from '../world/truth.ts'

/** What has come in, good by good and pool by pool, and whether what was sold could be served from it. */
export class Stockroom {
  readonly #received: readonly number[][]
  readonly #pools: readonly (readonly number[])[]

  constructor(scenario: Pick<Scenario, 'shops' | 'pools' | 'recipeChange'>) {
    const pools = poolCount(scenario)
    this.#received = Array.from({ length: goodCount(scenario) }, () => Array.from({ length: pools }, () => 0))
    this.#pools = scenario.shops.map((shop) => poolsOf(shop, scenario))
  }

  receive(piles: readonly Pile[]): void {
    for (const { good, pool, units } of piles) {
      const inPools = this.#received[good]
      if (inPools) inPools[pool] = (inPools[pool] ?? 0) + units
    }
  }

  received(good: number, pool: number): number {
    return this.#received[good]?.[pool] ?? 0
  }

  /** By how many units more of a good was sold than there are. */
  beyond(truths: readonly Pick<ShopTruth, 'goods'>[]): number {
    const beyond = this.#received.map((received, good) => {
      const sold = truths.map(({ goods }) => goods[good] ?? 0)
      return beyondUnits({ sold, received, pools: this.#pools })
    })
    return Math.max(...beyond)
  }

  /** Whether a shop could sell one order more. */
  covers(
    truths: readonly Pick<ShopTruth, 'goods'>[],
    { shop, goods: more }: { readonly shop: number } & Pick<ShopTruth, 'goods'>,
  ) {
    const after = truths.map(({ goods }, n) => ({
      goods: n === shop ? goods.map((units, good) => units + (more[good] ?? 0)) : goods,
    }))
    return this.beyond(after) <= 0
  }
}
