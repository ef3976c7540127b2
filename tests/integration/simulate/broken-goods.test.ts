import { describe } from 'vitest'
import type { Scenario, ScenarioShop } from '../../../simulate/scenario.ts'
import { breakRules } from '../../support/break-rules.ts'
import { brokenGoods, type BrokenGoods } from '../../support/broken-goods.ts'
import { scenario } from '../../support/given-scenario.ts'

const two = (shop: Partial<ScenarioShop>): Partial<ScenarioShop>[] => [shop, shop]

/** For each rule a run that keeps it, and in which its absence shows. */
const runs: Readonly<Record<BrokenGoods, Scenario>> = {
  'N24: what a pool owes is charged before its hold has moved': {
    ...scenario({ shops: two({ pollTicks: 8 }), every: 1, orders: 60, cancelAfter: 6, ticks: 80 }),
    pools: [6, 6],
  },
  // What the second shop may sell lies in the second pool alone.
  'N24: a refused raise goes back to another pool than it came from': {
    ...scenario({ shops: [{ refused: 0.7 }, { pools: [1] }], stock: 6, orders: 55, every: 1, ticks: 80 }),
    receipts: [12, 20, 28, 36, 44].map((tick) => ({ tick, units: 3, pool: 0 })),
    pools: [0, 6],
  },
  'N24: a fall of the one number is taken off every pool': {
    ...scenario({ shops: two({ semantics: 'clamped', unknown: 0.5 }), orders: 40, stock: 40, ticks: 100 }),
    pools: [20, 20],
  },
  'N25: a new recipe counts although its sets are not there': {
    ...scenario({ shops: two({}), stock: 20, orders: 30, ticks: 60 }),
    recipeChange: { from: [1], to: [2], tick: 20, toldTick: 20, others: [] },
  },
  'N25: an order takes what sets are made of when it is seen': {
    ...scenario({ shops: two({ feedLagTicks: 5 }), stock: 40, orders: 30, ticks: 60 }),
    recipeChange: { from: [2], to: [1], tick: 30, toldTick: 10, others: [] },
  },
}

describe('I4, I7, N24, N25: several pools behind one number, and a recipe that changes', () => {
  breakRules(runs, brokenGoods)
})
