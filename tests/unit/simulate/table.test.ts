import { expect, it } from 'vitest'
import { nobodyTurnedAway } from '../../../simulate/checks/turned-away.ts'
import type { Result } from '../../../simulate/report/result.ts'
import { toTable } from '../../../simulate/report/table.ts'

const run = (semantics: string, demandOverStock: number, soldUnits: number): Result => ({
  seed: 1,
  policy: 'onepool',
  semantics,
  demandOverStock,
  oversoldUnits: 0,
  soldUnits,
  oracleUnits: 10,
  firstSoldUnits: 1,
  firstDemandUnits: 1,
  stockCalls: 5,
  cadenceReads: 0,
  turnedAway: nobodyTurnedAway,
  invariantViolations: 0,
  liveness: true,
})

it('has a row for demand about the stock, whatever a stock call means', () => {
  const rows = toTable([run('keyed', 0.79, 10), run('keyed', 0.8, 9), run('clamped', 1.19, 8), run('mixed', 2, 10)])
  const of = (scarcity: string) => rows.filter((row) => row['demand / stock'] === scarcity && row.semantics === 'all')
  expect(of('about stock')).toMatchObject([{ runs: 2, 'sold / oracle': '0.8500', 'calls a unit': '0.588' }])
  expect(of('1.2 to 2')).toEqual([])
  expect(of('all')).toMatchObject([{ runs: 4, 'sold / oracle': '0.9250' }])
})
