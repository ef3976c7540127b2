import { afterAll, beforeAll, expect, it } from 'vitest'
import { Random } from '../../sandbox/shared/random.ts'
import type { Family } from '../../simulate/families.ts'
import { generate } from '../../simulate/generate.ts'
import { isBounded } from '../../simulate/scenario.ts'
import type { QuotaPolicy } from '../../src/domain/publishing/wanted-quotas.ts'
import { simWorld, type SimWorld } from './sim-world.ts'

interface Seeds {
  readonly from: number
  readonly seeds: number
  /** How long a day is; left out: 600 ticks. */
  readonly ticks?: number
  /** Which kind of runs; left out: the usual one. */
  readonly family?: Family
  /** Wants anything of anybody: sharing badly may cost sales, and nothing else. */
  readonly random?: boolean
}

/** Runs of the simulation as tests: nothing oversold, every invariant kept, and all at rest at the end. */
export function runSeeds({ from, seeds, ticks, family = 'usual', random = false }: Seeds): void {
  let world: SimWorld
  beforeAll(async () => (world = await simWorld()))
  afterAll(() => world.dispose())

  const all = Array.from({ length: seeds }, (_, n) => from + n)
  it.each(all)('I1, I2, I3, I4, I5, I6, I8, I9, I10, I12, I14, I15: seed %i', { timeout: 180_000 }, async (seed) => {
    const variant = random ? { variant: { policy: () => anything(seed) } } : {}
    const scenario = generate(seed, family, ticks)
    // Where only a bound is stated, what is beyond it is a violation.
    const guaranteed = isBounded(scenario) ? {} : { oversoldUnits: 0 }
    const outcome = await world.run(scenario, variant)
    // Who wishes for something else all the time never comes to rest.
    expect(outcome).toMatchObject({ ...guaranteed, violations: [], ...(random ? {} : { unsettled: [] }) })
  })
}

function anything(seed: number): QuotaPolicy {
  const random = new Random(seed)
  return ({ freeUnits }, takers) => {
    const there = Math.max(0, freeUnits) + takers.reduce((sum, { quotaUnits }) => sum + Math.max(0, quotaUnits), 0)
    return new Map(
      takers.map(({ listingId, quotaUnits }) => [
        listingId,
        random.below(4) > 0 ? Math.max(0, quotaUnits) : random.below(there + 1),
      ]),
    )
  }
}
