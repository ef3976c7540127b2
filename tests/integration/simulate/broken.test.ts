import type { Scenario, ScenarioShop } from '../../../simulate/scenario.ts'
import { breakRules } from '../../support/break-rules.ts'
import { brokenVariants, type BrokenName } from '../../support/broken-variants.ts'
import { scenario, type Wished } from '../../support/given-scenario.ts'

const slow = { roundTripTicks: 2 }
const silent = { semantics: 'clamped', unknown: 0.4 } as const
const paying = { platform: 'taobao', takesAt: 'payment', hiddenTicks: 10 } as const

/** A short run of two shops alike: what befalls the calls of this seed finds each rule's absence out. */
function brief(shop: Partial<ScenarioShop>, { every = 2, ...more }: Omit<Wished, 'shops' | 'seed' | 'ticks'> = {}): Scenario {
  return scenario({ shops: [shop, shop], every, orders: 54 / every, ticks: 60, seed: 2, ...more })
}

/** For each rule a run that keeps it, and in which its absence shows. */
const runs: Readonly<Record<BrokenName, Scenario>> = {
  'R1: a raise is sent before its units are set aside': brief(slow),
  'N8, R1: a time-out is taken for a refusal': brief(silent, { stock: 20 }),
  'N5, R2: a lowering frees its units when it is sent': brief(slow),
  'N10, R2: a lowering that was clamped at zero counts in full': brief(
    { semantics: 'clamped', ...slow },
    { every: 1, stock: 20 },
  ),
  'N14, R3: a reading is trusted at once': brief({ ...silent, feedLagTicks: 5 }, { stock: 20 }),
  // A reading waits until the lists, which are late, have shown every order before it: the shop is raised meanwhile.
  'N22, R3: a raise that has overtaken a reading is forgotten': brief({ feedLagTicks: 30, push: true }, { stock: 40 }),
  'N21, R3: hidden orders are left out of a reading': brief(
    { semantics: 'refusing', platform: 'pinduoduo', unknown: 0.5, hiddenTicks: 20 },
    { stock: 40 },
  ),
  'R4: numbers are set, not moved': brief({}, { stock: 40 }),
  'N7, R5: a change without a key is sent again': brief(silent, { stock: 20 }),
  'N9, R5: an error of the second try settles the first': brief({ unknown: 0.4, refused: 0.3 }, { stock: 20 }),
  'N11, R6: a cancelled unit is free although the shop sells it again': brief({ restoreKnown: false }, { cancelAfter: 6 }),
  'N12, R7: an order that is told twice counts twice': brief({}),
  'N13, R8: a watermark does not wait for the lists’ lag': brief({ feedLagTicks: 5 }),
  'N19, R8: a list proves more than it shows': brief({}),
  'R7: units the counter did not give lower the quota all the same': brief(paying, { every: 1 }),
  'a bound that leaves out unpaid orders': brief(paying, { every: 1 }),
  'N20, R11: a frozen worker signs its request afresh': brief(silent, { stock: 20 }),
  'R9: a refund is taken for a receipt': brief({}, { shipAfter: 6, refundAfter: 12, orders: 20 }),
  'N23: a shop joins with the number it shows, its orders unseen': brief(
    { feedLagTicks: 5, shown: 6, joinTick: 20 },
    { every: 1 },
  ),
}

breakRules(runs, brokenVariants)
