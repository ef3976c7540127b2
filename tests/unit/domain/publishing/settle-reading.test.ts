import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { settleReading, type Settling, type SettlingLine } from '../../../../src/domain/publishing/settle-reading.ts'

const noHiding = { orders: 'none', counter: 'none', counterCountsAll: false } as const
const reading = { sentAtMs: 100_000, answeredAtMs: 102_000, sellableUnits: 5, reservedUnits: null }
const line = (more: Partial<SettlingLine>): SettlingLine => ({
  units: 1,
  charged: 1,
  takenAtMs: 50_000,
  putBackAtMs: null,
  unshippedAt: () => 1,
  ...more,
})
const settle = (more: Partial<Settling>): number | null =>
  settleReading({ reading, quota: 20, raisedSince: 0, hiding: noHiding, lines: [], ...more })

describe('a reading', () => {
  it('R3: lowers a quota to what was read', () => expect(settle({})).toBe(5))
  it('R3, N22: counts every raise since, whatever its outcome', () => expect(settle({ raisedSince: 4 })).toBe(9))
  it('R3: is lessened by orders surely after its answer alone', () => {
    expect(settle({ lines: [line({ takenAtMs: 102_001, units: 2, charged: 2 })] })).toBe(3)
    // Stamped in the very second of the answer: it may have been before.
    expect(settle({ lines: [line({ takenAtMs: 102_000, units: 2, charged: 2 })] })).toBe(5)
    expect(settle({ lines: [line({ takenAtMs: null, units: 2, charged: 2 })] })).toBe(5)
  })
  it('R3: counts units that were put back possibly after it was asked for', () => {
    const back = { units: 2, charged: 0 }
    expect(settle({ lines: [line({ ...back, putBackAtMs: 99_500 })] })).toBe(7)
    expect(settle({ lines: [line({ ...back, putBackAtMs: 99_000 })] })).toBe(5)
    // Bought and called off after it: the counter is where it was.
    expect(settle({ lines: [line({ ...back, takenAtMs: 110_000, putBackAtMs: 120_000 })] })).toBe(5)
  })
  it('N17: below zero sells nothing', () => expect(settle({ reading: { ...reading, sellableUnits: -3 } })).toBe(0))
  it('of a listing that is gone settles it as nothing', () =>
    expect(settle({ reading: { ...reading, sellableUnits: null } })).toBe(0))

  const hiding = { orders: 'unpaid', counter: 'reserved', counterCountsAll: true } as const
  const hidden = { ...reading, reservedUnits: 4 }
  it('N21: with hidden orders counts what is reserved, less what known orders surely reserve', () => {
    expect(settle({ hiding, reading: hidden })).toBe(9)
    expect(settle({ hiding, reading: hidden, lines: [line({})] })).toBe(8)
    expect(settle({ hiding, reading: hidden, lines: [line({ takenAtMs: 99_500 })] })).toBe(9)
    expect(settle({ hiding, reading: hidden, lines: [line({ unshippedAt: () => 0 })] })).toBe(9)
  })
  it('N21: settles nothing without a counter, or before a probe has shown what it counts', () => {
    expect(settle({ hiding, reading })).toBeNull()
    expect(settle({ hiding: { ...hiding, counterCountsAll: false }, reading: hidden })).toBeNull()
    expect(settle({ hiding: { ...hiding, counter: 'none' }, reading: hidden })).toBeNull()
  })

  it('I7: never raises a quota', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -5, max: 30 }),
        fc.nat({ max: 30 }),
        fc.nat({ max: 30 }),
        (quota, sellableUnits, raisedSince) => {
          const settled = settle({ quota, raisedSince, reading: { ...reading, sellableUnits } })
          expect(settled).toBeLessThanOrEqual(quota)
        },
      ),
    )
  })
})

/** One thing that happens at a shop, in this order of time; the counter is read between two of them. */
type Happening =
  | { readonly kind: 'order'; readonly units: number }
  | { readonly kind: 'cancel'; readonly which: number }
  | { readonly kind: 'raise'; readonly units: number }

it('R3, I3: whatever happened before, while and after, the settled quota covers what the shop can still sell', () => {
  const happening: fc.Arbitrary<Happening> = fc.oneof(
    fc.record({ kind: fc.constant('order' as const), units: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ kind: fc.constant('cancel' as const), which: fc.nat({ max: 20 }) }),
    fc.record({ kind: fc.constant('raise' as const), units: fc.integer({ min: 1, max: 4 }) }),
  )
  fc.assert(
    fc.property(
      fc.array(happening, { maxLength: 30 }),
      fc.nat({ max: 30 }),
      fc.integer({ min: 0, max: 3 }),
      (all, readAt, known) => {
        const shop = { counter: 6, quota: 6 }
        const orders: { units: number; at: number; back: number | null }[] = []
        let [read, raisedSince, readMs] = [0, 0, 0]
        for (const [n, one] of [...all, null].entries()) {
          const ms = 1_000_000 + n * 700
          if (n === Math.min(readAt, all.length)) [read, readMs] = [shop.counter, ms]
          if (one === null) break
          if (one.kind === 'raise') {
            shop.counter += one.units
            shop.quota += one.units
            if (readMs > 0) raisedSince += one.units
          }
          const order = one.kind === 'cancel' ? orders[one.which] : undefined
          if (order && order.back === null) {
            order.back = ms
            shop.counter += order.units
          }
          if (one.kind === 'order' && one.units <= shop.counter) {
            orders.push({ units: one.units, at: ms, back: null })
            shop.counter -= one.units
          }
        }
        const stamp = (ms: number): number => Math.floor(ms / 1_000) * 1_000
        // Every order up to the reading is booked; of the later ones some are.
        const booked = orders.filter(({ at }, n) => at <= readMs || n % 4 >= known)
        const lines = booked.map(({ units, at, back }) =>
          line({
            units,
            charged: back === null ? units : 0,
            takenAtMs: stamp(at),
            putBackAtMs: back === null ? null : stamp(back),
          }),
        )
        const held = booked.reduce((sum, { units, back }) => sum + (back === null ? units : 0), 0)
        const live = orders.reduce((sum, { units, back }) => sum + (back === null ? units : 0), 0)
        const settled = settleReading({
          reading: { sentAtMs: readMs, answeredAtMs: readMs, sellableUnits: read, reservedUnits: null },
          quota: 1_000,
          raisedSince,
          hiding: noHiding,
          lines,
        })
        expect(live + shop.counter).toBeLessThanOrEqual(held + (settled ?? 0))
      },
    ),
    { numRuns: 2_000 },
  )
})
