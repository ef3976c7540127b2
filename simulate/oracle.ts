import type { Scenario } from './scenario.ts'
import { beyondUnits, goodCount, openingPiles, poolCount, poolsOf, setAt } from './supply.ts'

type Asked = Pick<Scenario, 'stock' | 'receipts' | 'demand' | 'shops' | 'pools' | 'recipeChange'>

/**
 * What one counter that knows everything at once would sell of the same demand: each order in its turn, all of it or nothing;
 * what is called off is for sale again at once, and what is received too. An order may lie in any pool of its shop, and moves
 * whenever another can be sold for it.
 */
export function oracleUnits(scenario: Asked): number {
  interface Event {
    readonly tick: number
    /** At one tick goods arrive first, then orders are called off, then new ones come. */
    readonly turn: number
    readonly run: () => void
  }
  const { receipts, demand } = scenario
  const goods = openGoods(scenario)
  const sold = new Set<number>()
  const events: Event[] = [
    ...receipts.map(({ tick, units, pool = 0 }) => ({ tick, turn: 0, run: () => goods[0]?.receive(pool, units) })),
    ...demand.map((event, n) => ({ tick: event.tick, turn: 2, run: () => sell(n, event) })),
    ...demand.flatMap((event, n) =>
      event.cancelTick === null ? [] : [{ tick: event.cancelTick, turn: 1, run: () => callOff(n, event) }],
    ),
  ]
  function sell(n: number, { shop, units, tick }: Scenario['demand'][number]): void {
    const set = setAt(scenario, tick)
    if (goods.some((good, place) => !good.covers(shop, units * (set[place] ?? 0)))) return
    sold.add(n)
    goods.forEach((good, place) => good.sell(shop, units * (set[place] ?? 0)))
  }
  function callOff(n: number, { shop, units, tick }: Scenario['demand'][number]): void {
    if (sold.delete(n)) goods.forEach((good, place) => good.sell(shop, -units * (setAt(scenario, tick)[place] ?? 0)))
  }
  for (const { run } of events.toSorted((a, b) => a.tick - b.tick || a.turn - b.turn)) run()
  return [...sold].reduce((sum, n) => sum + (demand[n]?.units ?? 0), 0)
}

interface Good {
  receive(pool: number, units: number): void
  covers(shop: number, units: number): boolean
  sell(shop: number, units: number): void
}

function openGoods(scenario: Asked): readonly Good[] {
  const pools = scenario.shops.map((shop) => poolsOf(shop, scenario))
  return Array.from({ length: goodCount(scenario) }, (_, good) => {
    const received = Array.from({ length: poolCount(scenario) }, () => 0)
    const sold = scenario.shops.map(() => 0)
    const add = (to: number[], place: number, units: number): void => void (to[place] = (to[place] ?? 0) + units)
    for (const pile of openingPiles(scenario)) if (pile.good === good) add(received, pile.pool, pile.units)
    return {
      receive: (pool, units) => add(received, pool, units),
      sell: (shop, units) => add(sold, shop, units),
      covers(shop, units) {
        const more = sold.map((known, n) => (n === shop ? known + units : known))
        return beyondUnits({ sold: more, received, pools }) <= 0
      },
    }
  })
}
