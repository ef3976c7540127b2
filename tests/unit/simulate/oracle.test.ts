import { describe, expect, it } from 'vitest'
import { generate } from '../../../simulate/generate.ts'
import { oracleUnits } from '../../../simulate/oracle.ts'
import type { Scenario } from '../../../simulate/scenario.ts'

const order = (tick: number, units: number, cancelTick: number | null = null) => ({ tick, shop: 0, units, cancelTick })

const [shop] = generate(1).shops
if (!shop) throw new Error('a scenario without a shop')
const sells = (asked: Pick<Scenario, 'stock' | 'receipts' | 'demand'> & Partial<Scenario>) =>
  oracleUnits({ shops: [shop], ...asked })

describe('the counter that knows everything', () => {
  it('sells each order whole or not at all, in its turn', () => {
    expect(sells({ stock: 4, receipts: [], demand: [order(1, 3), order(2, 2), order(3, 1)] })).toBe(4)
  })

  it('sells again what was called off before', () => {
    expect(sells({ stock: 2, receipts: [], demand: [order(1, 2, 5), order(4, 1), order(5, 2)] })).toBe(2)
  })

  it('sells what is received from the tick of its arrival on', () => {
    expect(sells({ stock: 0, receipts: [{ tick: 5, units: 2 }], demand: [order(4, 1), order(5, 1), order(6, 2)] })).toBe(1)
  })

  it('does not count what was never sold as called off', () => {
    expect(sells({ stock: 1, receipts: [], demand: [order(1, 1), order(2, 1, 3), order(4, 1)] })).toBe(1)
  })

  it('serves an order from any pool of its shop, and moves it where that lets another be sold', () => {
    const shops = [
      { ...shop, pools: [0, 1] },
      { ...shop, pools: [0] },
    ]
    const demand = [order(1, 2), { ...order(2, 2), shop: 1 }, { ...order(3, 1), shop: 1 }, order(4, 2)]
    expect(sells({ shops, pools: [2, 3], stock: 5, receipts: [], demand })).toBe(4)
    expect(sells({ shops, pools: [2, 3], stock: 5, receipts: [{ tick: 3, units: 1, pool: 0 }], demand })).toBe(5)
  })

  it('takes of each good what a set was made of when it was ordered', () => {
    const recipeChange = { from: [1, 0], to: [2, 1], tick: 3, toldTick: 0, others: [1] }
    expect(sells({ stock: 5, receipts: [], recipeChange, demand: [order(1, 2), order(3, 1), order(4, 1)] })).toBe(3)
  })
})
