import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isBounded, type Scenario, type ScenarioShop } from '../../../simulate/scenario.ts'
import { brokenVariants, type BrokenName } from '../../support/broken-variants.ts'
import { scenario, swinging } from '../../support/given-scenario.ts'
import { simWorld, type SimRun, type SimWorld } from '../../support/sim-world.ts'

let world: SimWorld
beforeAll(async () => (world = await simWorld()))
afterAll(() => world.dispose())

const two = (shop: Partial<ScenarioShop>): Partial<ScenarioShop>[] => [shop, shop]
const slow = { roundTripTicks: 2 }
const paying = { platform: 'taobao', takesAt: 'payment', hiddenTicks: 10 } as const

/** For each rule a run that keeps it, and in which its absence shows. */
const runs: Readonly<Record<BrokenName, Scenario>> = {
  'R1: a raise is sent before its units are set aside': scenario({ shops: two(slow) }),
  'N8, R1: a time-out is taken for a refusal': scenario({
    shops: two({ semantics: 'clamped', unknown: 0.4 }),
    orders: 140,
    stock: 40,
    ticks: 300,
  }),
  'N5, R2: a lowering frees its units when it is sent': scenario({ shops: two(slow) }),
  'N10, R2: a lowering that was clamped at zero counts in full': scenario({
    shops: two({ semantics: 'clamped', ...slow }),
    every: 1,
    orders: 110,
    stock: 40,
  }),
  'N14, R3: a reading is trusted at once': scenario({
    shops: two({ semantics: 'clamped', unknown: 0.4, feedLagTicks: 5 }),
    orders: 140,
    stock: 40,
    ticks: 300,
  }),
  // A reading waits until the lists, which are late, have shown every order before it: the shop is raised meanwhile.
  'N22, R3: a raise that has overtaken a reading is forgotten': scenario({
    shops: two({ feedLagTicks: 30, push: true }),
    stock: 40,
    ticks: 160,
  }),
  'N21, R3: hidden orders are left out of a reading': scenario({
    shops: two({ semantics: 'refusing', platform: 'pinduoduo', unknown: 0.5, hiddenTicks: 20 }),
    stock: 40,
  }),
  'R4: numbers are set, not moved': scenario({ shops: two({}), stock: 40, every: 2 }),
  'N7, R5: a change without a key is sent again': scenario({
    shops: two({ semantics: 'clamped', unknown: 0.4 }),
    orders: 140,
    stock: 40,
    ticks: 300,
  }),
  'N9, R5: an error of the second try settles the first': scenario({
    shops: two({ unknown: 0.4, refused: 0.3 }),
    orders: 140,
    stock: 40,
    ticks: 300,
  }),
  'N11, R6: a cancelled unit is free although the shop sells it again': scenario({
    shops: two({ restoreKnown: false }),
    cancelAfter: 6,
  }),
  'N12, R7: an order that is told twice counts twice': scenario({ shops: two({}) }),
  'N13, R8: a watermark does not wait for the lists’ lag': scenario({ shops: two({ feedLagTicks: 5 }) }),
  'N19, R8: a list proves more than it shows': scenario({ shops: two({}) }),
  'R7: units the counter did not give lower the quota all the same': scenario({ shops: two(paying), every: 1 }),
  'a bound that leaves out unpaid orders': scenario({ shops: two(paying), every: 1 }),
  'N20, R11: a frozen worker signs its request afresh': scenario({
    shops: two({ semantics: 'clamped', unknown: 0.4 }),
    orders: 140,
    stock: 40,
    ticks: 300,
  }),
  'R9: a refund is taken for a receipt': scenario({ shops: two({}), shipAfter: 6, refundAfter: 12, orders: 20 }),
  'N23: a shop joins with the number it shows, its orders unseen': scenario({
    shops: two({ feedLagTicks: 5, shown: 6, joinTick: 20 }),
    every: 1,
  }),
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

describe.each(Object.keys(runs) as BrokenName[])('%s', { timeout: 240_000 }, (name) => {
  it('is found out, and the rule itself holds', async () => {
    expect(await found(runs[name], {})).toEqual([])
    expect(await found(runs[name], { ...brokenVariants[name], untilBroken: true })).not.toEqual([])
  })
})

async function found(run: Scenario, options: SimRun): Promise<readonly string[]> {
  const { violations, oversoldUnits } = await world.run(run, { ...options, variant: { policy: swinging, ...options.variant } })
  return oversoldUnits > 0 && !isBounded(run) ? [...violations, `${oversoldUnits} units are oversold`] : violations
}
