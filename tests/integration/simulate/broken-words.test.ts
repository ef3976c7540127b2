import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Scenario, ScenarioShop } from '../../../simulate/scenario.ts'
import { scenario, swinging, type Wished } from '../../support/given-scenario.ts'
import { simWorld, type SimRun, type SimWorld } from '../../support/sim-world.ts'

let world: SimWorld
beforeAll(async () => (world = await simWorld()))
afterAll(() => world.dispose())

const two = (shop: Partial<ScenarioShop>): Wished['shops'] => [shop, shop]
const plain = { semantics: 'clamped', unknown: 0.4 } as const
const busy = { orders: 90, every: 2, stock: 30, ticks: 200 }

/** For each word a run in which it is broken. */
const words: Readonly<Record<string, Scenario>> = {
  'an order is in the lists at most the stated lag after it was made': scenario({
    shops: two({ ...plain, statedLagTicks: 0, feedLagTicks: 30 }),
    ...busy,
  }),
  'a request is not applied after its signature has expired': scenario({
    // The first raise of each shop is applied 61 to 88 ticks after it was sent.
    shops: [1, 2, 3].map(() => ({ ...plain, unknown: 0.6, beyondLife: true, lateTicks: 120 })),
    ...busy,
    orders: 40,
    seed: 13,
  }),
  'nobody else edits the number': scenario({
    shops: two({}),
    ...busy,
    hands: [
      { tick: 30, shop: 0, units: 5 },
      { tick: 90, shop: 1, units: 7 },
      { tick: 120, shop: 0, units: -3 },
    ],
  }),
}

/** For lists and calls that are late it is the figure operators are told that must be there; what hands do is found afterwards. */
const withoutBound = (run: Scenario): SimRun =>
  (run.hands ?? []).length > 0
    ? { variant: { policy: swinging }, strict: true }
    : { variant: { policy: swinging, bound: (stated) => ({ ...stated, ifLate: 0 }) } }

describe.each(Object.entries(words))('the word that %s', { timeout: 240_000 }, (_word, run) => {
  it('A11: broken, it costs what is stated for it and no more, and the books find out', async () => {
    const options = { variant: { policy: swinging } }
    expect(await world.run(run, options)).toMatchObject({ violations: [] })
    const strict = await world.run(run, { ...withoutBound(run), untilBroken: true })
    expect(strict.violations.map((text) => text.slice(0, 2))).toEqual(expect.arrayContaining(['I3']))
  })
})

it('R4: shops that are stopped and sell again keep every invariant', { timeout: 120_000 }, async () => {
  const stops = [
    { tick: 20, shop: 0, resumeTick: 45 },
    { tick: 60, shop: null, resumeTick: 75 },
  ]
  const run = { ...scenario({ shops: two({ unknown: 0.3, roundTripTicks: 1 }), ticks: 160, orders: 70 }), stops }
  const sent: string[] = []
  const outcome = await world.run(run, { onStep: (step) => void sent.push(step) })
  expect(outcome).toMatchObject({ violations: [], unsettled: [], oversoldUnits: 0 })
  expect(sent.filter((step) => step.includes('is stopped'))).toHaveLength(2)
})

it('a given scenario comes out step by step the same', { timeout: 120_000 }, async () => {
  const given = scenario({ shops: two({ unknown: 0.3, roundTripTicks: 1, push: true }), orders: 40 })
  const trace = async (): Promise<unknown> => {
    const steps: string[] = []
    const outcome = await world.run(given, { onStep: (step) => void steps.push(step) })
    return { outcome, steps }
  }
  const first = await trace()
  expect(await trace()).toEqual(first)
})
