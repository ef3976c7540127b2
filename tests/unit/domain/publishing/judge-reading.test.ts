import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeReading, remedyFor, type Judging } from '../../../../src/domain/publishing/judge-reading.ts'
import { CounterHistory, quietStep, type HistoryShop, type HistoryStep } from '../../../support/counter-history.ts'
import { runsOf } from '../../../support/property-runs.ts'

const shop: fc.Arbitrary<HistoryShop> = fc.record({
  restores: fc.boolean(),
  restoresKnown: fc.boolean(),
  belowZero: fc.constantFrom('refused', 'clamped'),
})
const level = fc.nat(20)
/** Quiet for longer than any doubt lasts. */
const read: HistoryStep = { do: 'read', pauseMs: 60_000, takesMs: 300 }

describe('A11: what another hand changed is told from what orders and commands did', () => {
  it('accuses nobody, whatever orders, cancellations, commands and their fates, and readings do', () => {
    fc.assert(
      fc.property(shop, level, fc.array(quietStep, { maxLength: 40 }), (kind, start, steps) => {
        const verdicts = new CounterHistory(kind, start).play([read, ...steps, read])
        expect(verdicts.filter((verdict) => verdict.kind !== 'explained')).toEqual([])
      }),
      runsOf(3_000),
    )
  })

  it('finds every edit between two readings with only certain events around it, to the unit', () => {
    const certain = fc.array(
      quietStep.filter(
        (step) => step.do === 'order' || ((step.do === 'raise' || step.do === 'lower') && step.fate === 'answered'),
      ),
      { maxLength: 10 },
    )
    const known: HistoryShop = { restores: true, restoresKnown: true, belowZero: 'refused' }
    const edit = fc.integer({ min: -20, max: 20 }).filter((units) => units !== 0)
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 40 }), certain, certain, edit, (start, before, after, units) => {
        const wait = before.map((step) => ({ ...step, pauseMs: 8_000 }))
        const edited: HistoryStep = { do: 'edit', pauseMs: 8_000, units }
        const history = new CounterHistory(known, start + 20)
        // So that no order or lowering meets a counter that is too small for it.
        const small = [...wait, ...after].flatMap((step) => ('units' in step ? [step.units] : [])).reduce((a, b) => a + b, 0)
        fc.pre(small + 20 < start + 20)
        const [first, last] = history.play([read, ...wait, edited, ...after.map((step) => ({ ...step, pauseMs: 8_000 })), read])
        expect(first).toEqual({ kind: 'explained' })
        // Nothing was in doubt, so the quota was exact: all that was put on sale by hand is above it.
        const raised = { kind: 'raised', units, aboveQuota: units }
        expect(last).toMatchObject(units > 0 ? raised : { kind: 'lowered', units: -units })
      }),
      runsOf(500),
    )
  })

  const quiet: Judging = {
    reading: { fromMs: 10_000, toMs: 10_200, leastUnits: 9, mostUnits: 9 },
    before: { fromMs: 1_000, toMs: 1_200, leastUnits: 9, mostUnits: 9 },
    changes: [],
    stops: [],
    quota: 9,
    untakenUnits: 0,
    hidden: false,
    backBooked: true,
  }
  it.each<[string, Partial<Judging>, object]>([
    [
      'an edit upwards within the quota is told, and costs nothing',
      { quota: 14, before: { ...quiet.reading, fromMs: 0, toMs: 1, leastUnits: 4, mostUnits: 4 } },
      { kind: 'raised', units: 5, aboveQuota: 0 },
    ],
    [
      'without an earlier reading the quota alone tells',
      { before: null, quota: 6 },
      { kind: 'raised', units: 3, aboveQuota: 3, expected: null },
    ],
    ['where orders hide, the quota alone tells', { hidden: true, quota: 6 }, { kind: 'raised', units: 3, aboveQuota: 3 }],
    [
      'where orders hide, a fall may be one of them',
      { hidden: true, reading: { ...quiet.reading, leastUnits: 2, mostUnits: 2 } },
      { kind: 'explained' },
    ],
    [
      'an order that may have come after the reading is not held against it',
      { quota: 6, changes: [{ units: -3, fromMs: 10_100, toMs: 11_000, certain: true }], before: null },
      { kind: 'explained' },
    ],
    [
      'a lowering on its way is not held against it',
      { quota: 6, changes: [{ units: -3, fromMs: 10_100, toMs: 40_000, certain: false }], before: null },
      { kind: 'explained' },
    ],
    [
      'orders that the shop may not have taken yet are not held against it',
      { quota: 6, untakenUnits: 3, before: null },
      { kind: 'explained' },
    ],
    [
      'cancellations that are not booked may explain a rise',
      { quota: 6, before: null, backBooked: false },
      { kind: 'explained' },
    ],
    [
      'after a stop the number proves nothing',
      { quota: 0, stops: [{ fromMs: 10_100, toMs: 10_900 }], before: null },
      { kind: 'explained' },
    ],
    [
      'a number nobody knows exactly proves nothing',
      { quota: 6, reading: { ...quiet.reading, leastUnits: 0, mostUnits: 9 } },
      { kind: 'explained' },
    ],
  ])('%s', (_, changed, verdict) => expect(judgeReading({ ...quiet, ...changed })).toMatchObject(verdict))

  it.each([
    ['adopt', 10, { adopt: 7, cutBack: 0 }],
    ['adopt', 4, { adopt: 4, cutBack: 3 }],
    ['adopt', -2, { adopt: 0, cutBack: 7 }],
    ['cut back', 10, { adopt: 0, cutBack: 7 }],
    ['alarm', 0, { adopt: 7, cutBack: 0 }],
  ] as const)('seven units too many, by the policy "%s", with %i free', (policy, free, remedy) =>
    expect(remedyFor(policy, { aboveQuota: 7, free })).toEqual(remedy),
  )
})
