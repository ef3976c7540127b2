import fc from 'fast-check'
import { expect, it } from 'vitest'
import { toPoolId, toSkuId } from '../../../src/domain/ids.ts'
import { standingOf } from '../../../src/domain/presale-standing.ts'
import {
  allot,
  arrivedUnits,
  capacityOf,
  exposureOf,
  receiptStates,
  servedTarget,
  type ExpectedReceipt,
  type PresaleState,
} from '../../../src/domain/presale.ts'

const units = fc.nat({ max: 20 })
const receipt = fc
  .record({
    day: fc.integer({ min: 10, max: 28 }),
    expected: units,
    named: units,
    state: fc.constantFrom(...receiptStates),
    share: units,
  })
  .map(({ day, expected, named, state, share }): ExpectedReceipt => ({
    id: `${day}`,
    poolId: toPoolId('1'),
    skuId: toSkuId('1'),
    reference: null,
    dueOn: `2026-12-${day}`,
    expected,
    named,
    arrived: named,
    released: state === 'open' ? 0 : Math.min(named, share),
    state,
    presaleOrders: 0,
    presaleQuota: 0,
    overPromised: 0,
  }))
const states: fc.Arbitrary<PresaleState> = fc
  .record({
    receipts: fc.uniqueArray(receipt, { selector: ({ dueOn }) => dueOn, maxLength: 4 }),
    unnamed: units,
    granted: fc.array(fc.record({ granted: units, sold: units }), { maxLength: 3 }),
    ordered: fc.nat({ max: 60 }),
    left: units,
  })
  .map(({ receipts, unnamed, granted, ordered, left }) => ({
    poolId: toPoolId('1'),
    skuId: toSkuId('1'),
    receipts,
    unnamed: receipts.some(({ state }) => state === 'open') ? unnamed : 0,
    quotas: granted.map((quota, n) => ({ ...quota, listingId: `${n + 1}`, toLower: 0 })),
    totals: { ordered, left: Math.min(left, ordered), served: 0, uncovered: 0 },
  }))

const sum = (all: readonly number[]): number => all.reduce((one, other) => one + other, 0)

it('orders and quotas never exceed what a receipt brings, but for what is recorded as over-promised', () => {
  fc.assert(
    fc.property(states, (state) => {
      const { receipts, quotas, totals } = allot(state)
      for (const one of receipts) {
        expect(one.presaleOrders + one.presaleQuota).toBeLessThanOrEqual(capacityOf(one) + one.overPromised)
        expect(one.overPromised > 0 && one.presaleOrders !== capacityOf(one) + one.overPromised).toBe(false)
      }
      expect(sum(receipts.map(({ presaleOrders }) => presaleOrders))).toBe(receipts.length > 0 ? totals.ordered : 0)
      expect(totals.uncovered).toBe(Math.max(0, totals.ordered - sum(receipts.map(capacityOf))))
      expect(sum(quotas.map((quota) => exposureOf(quota) - quota.toLower))).toBe(
        sum(receipts.map(({ presaleQuota }) => presaleQuota)),
      )
      expect(sum(receipts.map(({ arrived }) => arrived))).toBe(sum(state.receipts.map(({ named }) => named)) + state.unnamed)
    }),
  )
})

it('to allot twice changes nothing', () => {
  fc.assert(
    fc.property(states, (state) => {
      expect(allot(allot(state))).toEqual(allot(state))
    }),
  )
})

it('what has left is served, and of the rest no more than has come in', () => {
  fc.assert(
    fc.property(states, (state) => {
      const served = servedTarget(state)
      expect(served).toBeGreaterThanOrEqual(state.totals.left)
      expect(served).toBeLessThanOrEqual(Math.max(state.totals.left, Math.min(state.totals.ordered, arrivedUnits(state))))
    }),
  )
})

it('a waiting claim takes what receipts still bring, behind those that were promised earlier', () => {
  fc.assert(
    fc.property(states, units, fc.integer({ min: 1, max: 10 }), (state, ahead, wanted) => {
      const { receipts } = allot(state)
      const claim = { units: wanted, served: 0, promisedAtMs: Date.parse('2026-12-20T00:00:00+08:00') }
      const { takesFrom, uncovered, late } = standingOf(claim, { ahead, receipts, today: '2026-11-30' })
      expect(sum(takesFrom.map((from) => from.units)) + uncovered).toBe(wanted)
      expect(late).toBe(sum(takesFrom.filter(({ dueOn }) => dueOn > '2026-12-20').map((from) => from.units)))
    }),
  )
})

it('goods promised for the evening of a day in China may come on that day', () => {
  const [due] = fc.sample(receipt, { numRuns: 1, seed: 1 })
  if (!due) throw new Error('a receipt is sampled')
  const open: ExpectedReceipt = { ...due, state: 'open', expected: 5, named: 0, arrived: 0, released: 0, dueOn: '2026-12-20' }
  const claim = { units: 2, served: 0, promisedAtMs: Date.parse('2026-12-20T23:59:59+08:00') }
  expect(standingOf(claim, { ahead: 0, receipts: [open], today: '2026-12-20' })).toMatchObject({ late: 0, uncovered: 0 })
  expect(standingOf(claim, { ahead: 0, receipts: [open], today: '2026-12-21' })).toMatchObject({ late: 2 })
})
