import type { Scenario, ScenarioShop } from '../../../simulate/scenario.ts'
import { breakRules } from '../../support/break-rules.ts'
import { brokenVariants, type BrokenName } from '../../support/broken-variants.ts'
import { scenario } from '../../support/given-scenario.ts'

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
}

breakRules(runs, brokenVariants)
