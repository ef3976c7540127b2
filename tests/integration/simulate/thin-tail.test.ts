import { afterAll, beforeAll, expect, it } from 'vitest'
import { generate } from '../../../simulate/generate.ts'
import { oracleUnits } from '../../../simulate/oracle.ts'
import type { Scenario } from '../../../simulate/scenario.ts'
import { scenario } from '../../support/given-scenario.ts'
import { simWorld, type SimWorld } from '../../support/sim-world.ts'

let world: SimWorld
beforeAll(async () => (world = await simWorld()))
afterAll(() => world.dispose())

const overcommit = { variant: { overcommit: true }, beyond: true } as const
const kept = { violations: [], unsettled: [] }

it('a handful of units in many shops sells in all of them, and is never sold twice where nothing is shown beyond it', async () => {
  const run = generate(4, 'thin-tail', 900)
  const strict = await world.run(run)
  const shown = await world.run(run, overcommit)
  expect(strict).toMatchObject({ ...kept, oversoldUnits: 0 })
  expect(shown).toMatchObject(kept)
  expect(shown.shownShare).toBeGreaterThan(strict.shownShare)
  expect(shown.soldUnits).toBeGreaterThanOrEqual(strict.soldUnits)
  expect(shown.soldUnits).toBeLessThanOrEqual(oracleUnits(run) + shown.oversoldUnits)
}, 120_000)

it('what two shoppers buy of one unit at the same time is deficit, and charged', async () => {
  const row = scenario({ shops: Array.from({ length: 4 }, () => ({ rank: 1 })), stock: 1, orders: 0, ticks: 150 })
  const past = { days: 3, units: [1, 0, 0, 1] }
  const demand = [0, 3].map((shop) => ({ tick: 110, shop, units: 1, cancelTick: null }))
  const both: Scenario = { ...row, past, demand, rests: true }
  expect(await world.run(both, overcommit)).toMatchObject({ ...kept, soldUnits: 2, oversoldUnits: 1 })
}, 120_000)
