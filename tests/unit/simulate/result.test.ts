import { expect, it } from 'vitest'
import { nobodyTurnedAway } from '../../../simulate/checks/turned-away.ts'
import { generate } from '../../../simulate/generate.ts'
import { toJsonLine, toResult } from '../../../simulate/report/result.ts'

const outcome = {
  soldUnits: 3,
  soldByShop: [1, 2],
  oversoldUnits: 1,
  stockCalls: 4,
  settlingReads: 2,
  cadenceReads: 9,
  turnedAway: nobodyTurnedAway,
  violations: ['I3: x'],
  shownShare: 0,
  expectedUnits: 0,
  unsettled: [],
}

it('a run is one line with what was asked for, calls and settling reads together', () => {
  const line = toJsonLine(toResult(generate(7), { policy: 'onepool', outcome }))
  expect(line.endsWith('\n')).toBe(true)
  const parsed: unknown = JSON.parse(line)
  expect(parsed).toEqual({
    seed: 7,
    policy: 'onepool',
    semantics: expect.stringMatching(/^(keyed|refusing|clamped|mixed)$/),
    demandOverStock: expect.any(Number),
    oversoldUnits: 1,
    soldUnits: 3,
    oracleUnits: expect.any(Number),
    stockCalls: 6,
    invariantViolations: 1,
    liveness: true,
  })
})

it('a run of shops that take units at payment is reported as bounded', () => {
  const { semantics } = toResult(generate(7, 'pay-time'), { policy: 'onepool', outcome })
  expect(semantics).toMatch(/^bounded /)
})

it('says what the shops of the first rank sold of what they could have sold', () => {
  const scenario = generate(7)
  const first = scenario.demand.filter(({ shop, cancelTick }) => scenario.shops[shop]?.rank === 1 && cancelTick === null)
  const demand = first.reduce((sum, { units }) => sum + units, 0)
  const { firstSoldUnits, firstDemandUnits } = toResult(scenario, { policy: 'onepool', outcome })
  expect({ firstSoldUnits, firstDemandUnits }).toEqual({ firstSoldUnits: 1, firstDemandUnits: demand })
  const scarce = { ...scenario, stock: 2, receipts: [] }
  expect(toResult(scarce, { policy: 'onepool', outcome }).firstDemandUnits).toBe(2)
})
