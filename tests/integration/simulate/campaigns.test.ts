import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Scenario } from '../../../simulate/scenario.ts'
import { scenario } from '../../support/given-scenario.ts'
import { runSeeds } from '../../support/run-seeds.ts'
import { simWorld, type SimWorld } from '../../support/sim-world.ts'

describe('runs of the family campaigns', () => {
  runSeeds({ from: 502, seeds: 1, ticks: 120, family: 'campaigns' })
})

describe('a flash sale', () => {
  let world: SimWorld
  beforeAll(async () => (world = await simWorld()))
  afterAll(() => world.dispose())

  it('I11: sells what was locked for it, though another shop would have sold it before', { timeout: 120_000 }, async () => {
    const plain = scenario({ shops: [{}, {}], stock: 20, orders: 0, ticks: 90 })
    const order = (tick: number, shop: number) => ({ tick, shop, units: 1, cancelTick: null })
    // The other shop sells all day, that of the sale at its beginning alone.
    const others = Array.from({ length: 60 }, (_, n) => order(5 + n, 1))
    const burst = Array.from({ length: 10 }, (_, n) => order(60 + (n % 8), 0))
    const demand = [...others, ...burst].toSorted((a, b) => a.tick - b.tick)
    const campaign = { shop: 0, units: 10, tick: 60, endTick: 90, leadTicks: 55 }
    const sold = async (run: Scenario): Promise<readonly number[]> => {
      const { soldByShop, ...outcome } = await world.run(run)
      expect(outcome).toMatchObject({ violations: [], unsettled: [], oversoldUnits: 0 })
      return soldByShop
    }
    const [without = 0] = await sold({ ...plain, demand })
    expect(without).toBeLessThan(10)
    expect(await sold({ ...plain, demand, campaign })).toEqual([10, 10])
  })
})
