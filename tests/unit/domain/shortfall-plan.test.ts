import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  penaltyOf,
  planShortfall,
  unitCost,
  type Penalty,
  type PlanInput,
  type ShortNeed,
} from '../../../src/domain/shortfall-plan.ts'

const DAY = 86_400_000
const penalty = (treatment: Penalty['treatment'], more: Partial<Penalty> = {}): Penalty => ({
  treatment,
  channelId: null,
  platform: null,
  fixedFen: 0,
  perUnitFen: 0,
  perDayFen: 0,
  priceShare: 0,
  ...more,
})
const need = (reference: string, units: number, more: Partial<ShortNeed> = {}): ShortNeed => ({
  reference,
  channelId: '1',
  platform: 'taobao',
  units,
  orderedAtMs: 0,
  shipByMs: null,
  priceFen: 1_000,
  rank: null,
  ...more,
})

const inputs: fc.Arbitrary<PlanInput> = fc
  .record({
    shortUnits: fc.integer({ min: 0, max: 6 }),
    needs: fc.array(
      fc.record({ units: fc.integer({ min: 1, max: 3 }), at: fc.nat({ max: 5 }), by: fc.option(fc.nat({ max: 3 })) }),
      { maxLength: 3 },
    ),
    substitutes: fc.array(fc.record({ units: fc.integer({ min: 0, max: 3 }) }), { maxLength: 2 }),
    coming: fc.array(fc.record({ units: fc.integer({ min: 0, max: 3 }), day: fc.nat({ max: 6 }) }), { maxLength: 2 }),
    penalties: fc.tuple(
      ...(['substitute', 'delay', 'cancel'] as const).map((treatment) =>
        fc
          .record({
            fixedFen: fc.nat({ max: 6 }).map((n) => n * 6),
            perUnitFen: fc.nat({ max: 30 }),
            perDayFen: fc.nat({ max: 20 }),
            priceShare: fc.nat({ max: 40 }),
          })
          .map((more) => penalty(treatment, more)),
      ),
    ),
  })
  .map(({ shortUnits, needs, substitutes, coming, penalties }) => ({
    shortUnits,
    needs: needs.map(({ units, at, by }, n) =>
      need(`o${n}`, units, { orderedAtMs: at, shipByMs: by === null ? null : by * DAY }),
    ),
    substitutes: substitutes.map(({ units }, n) => ({ pool: `p${n}`, units })),
    coming: coming.map(({ units, day }, n) => ({ receipt: `r${n}`, units, dueAtMs: day * DAY })),
    penalties,
    nowMs: 0,
  }))

/** Every way there is, tried out: what one unit of each order may meet, one after the other. */
function cheapest({ needs, substitutes, coming, shortUnits, ...input }: PlanInput): number {
  const units = needs.flatMap((one) => Array.from({ length: one.units }, () => one))
  const left = [...substitutes.map((one) => one.units), ...coming.map((one) => one.units)]
  const untils = [...substitutes.map(() => null), ...coming.map(({ dueAtMs }) => dueAtMs)]
  const search = (n: number, short: number): number => {
    const one = units[n]
    if (short === 0) return 0
    if (!one) return Infinity
    let best = search(n + 1, short)
    for (const [place, units] of left.entries()) {
      if (units === 0) continue
      left[place] = units - 1
      const treatment = place < substitutes.length ? 'substitute' : 'delay'
      best = Math.min(best, unitCost(one, { treatment, untilMs: untils[place] ?? null }, input) + search(n + 1, short - 1))
      left[place] = units
    }
    return Math.min(best, unitCost(one, { treatment: 'cancel', untilMs: null }, input) + search(n + 1, short - 1))
  }
  return search(0, Math.min(shortUnits, units.length))
}

describe('a plan for a shortfall', () => {
  it('treats every short unit once, uses no goods twice, and no other plan does less harm', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const plan = planShortfall(input)
        const held = input.needs.reduce((sum, { units }) => sum + units, 0)
        const sum = (steps: typeof plan.steps) => steps.reduce((total, { units }) => total + units, 0)
        expect(sum(plan.steps) + plan.unplannedUnits).toBe(input.shortUnits)
        expect(plan.unplannedUnits).toBe(Math.max(0, input.shortUnits - held))
        for (const { reference, units } of input.needs) {
          expect(sum(plan.steps.filter((step) => step.reference === reference))).toBeLessThanOrEqual(units)
        }
        for (const { pool, units } of input.substitutes)
          expect(sum(plan.steps.filter((step) => step.pool === pool))).toBeLessThanOrEqual(units)
        for (const { receipt, units } of input.coming)
          expect(sum(plan.steps.filter((step) => step.receipt === receipt))).toBeLessThanOrEqual(units)
        expect(Math.abs(plan.costFen - cheapest(input))).toBeLessThanOrEqual(plan.steps.length)
      }),
    )
  })

  it('goods that arrive never make the plan dearer', () => {
    fc.assert(
      fc.property(inputs, fc.nat({ max: 3 }), (input, arrived) => {
        const later = planShortfall({ ...input, shortUnits: Math.max(0, input.shortUnits - arrived) })
        const earlier = planShortfall(input)
        expect(later.costFen).toBeLessThanOrEqual(earlier.costFen + earlier.steps.length)
      }),
    )
  })

  it('lets the younger order wait where the harm is the same, and the dearer one never', () => {
    const penalties = [
      penalty('substitute', { perUnitFen: 5 }),
      penalty('delay', { perDayFen: 10 }),
      penalty('cancel', { priceShare: 300 }),
    ]
    const base = { substitutes: [], coming: [{ receipt: 'r', units: 9, dueAtMs: 3 * DAY }], penalties, nowMs: 0 }
    const old = need('old', 1, { orderedAtMs: 1, shipByMs: 2 * DAY })
    const young = need('young', 1, { orderedAtMs: 2, shipByMs: 2 * DAY })
    expect(planShortfall({ ...base, shortUnits: 1, needs: [young, old] }).steps).toEqual([
      { reference: 'young', treatment: 'delay', units: 1, pool: null, receipt: 'r', untilMs: 3 * DAY, costFen: 10 },
    ])
    const relaxed = need('relaxed', 1, { orderedAtMs: 0, shipByMs: 5 * DAY })
    expect(planShortfall({ ...base, shortUnits: 1, needs: [young, old, relaxed] }).steps).toMatchObject([
      { reference: 'relaxed', costFen: 0 },
    ])
    expect(
      planShortfall({ ...base, coming: [], shortUnits: 1, needs: [need('cheap', 1, { priceFen: 10 }), need('dear', 1)] }).steps,
    ).toMatchObject([{ reference: 'cheap', treatment: 'cancel', costFen: 3 }])
    expect(
      planShortfall({ ...base, substitutes: [{ pool: 'south', units: 1 }], shortUnits: 1, needs: [old] }).steps,
    ).toMatchObject([{ treatment: 'substitute', pool: 'south', costFen: 5 }])
  })

  it('where the harm is the same, defends the orders of the channel that comes first, however young', () => {
    const input = { substitutes: [], coming: [], penalties: [penalty('cancel', { fixedFen: 5 })], nowMs: 0, shortUnits: 1 }
    const needs = [
      need('first', 1, { orderedAtMs: 9, rank: 1 }),
      need('second', 1, { orderedAtMs: 5, rank: 2 }),
      need('unranked', 1, { orderedAtMs: 1 }),
    ]
    const treated = (some: readonly ShortNeed[]) =>
      planShortfall({ ...input, needs: some }).steps.map(({ reference }) => reference)
    expect([treated(needs), treated(needs.slice(0, 2))]).toEqual([['unranked'], ['second']])
  })

  it('takes the penalty of the channel, else of its platform, else the one for all', () => {
    const [own, platform, all] = [
      penalty('cancel', { channelId: '1' }),
      penalty('cancel', { platform: 'taobao' }),
      penalty('cancel'),
    ]
    const find = (more: Partial<ShortNeed>) => penaltyOf([all, platform, own], { treatment: 'cancel', need: need('o', 1, more) })
    expect([find({}), find({ channelId: '2' }), find({ channelId: null, platform: null })]).toEqual([own, platform, all])
  })
})
