import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { giveBackTo, takePaid, type CoveredQuota } from '../../../src/domain/quota-cover.ts'

interface Sale {
  readonly units: number
  /** Unpaid, it was told before it was paid. */
  readonly seen: boolean
  readonly cancels: boolean
}

interface Event {
  readonly what: 'paid' | 'cancelled'
  readonly sale: number
  readonly atMs: number
}

const sale: fc.Arbitrary<Sale> = fc.record({ units: fc.integer({ min: 1, max: 3 }), seen: fc.boolean(), cancels: fc.boolean() })

/** What happens at a shop that never takes a payment beyond its counter; a unit called off is for sale again. */
function history(sales: readonly Sale[], start: number): readonly Event[] {
  const events: Event[] = []
  let counter = start
  let atMs = 0
  const open: number[] = []
  for (const [n, { units, cancels }] of sales.entries()) {
    while (counter < units && open.length > 0) {
      const off = open.shift() ?? 0
      events.push({ what: 'cancelled', sale: off, atMs: (atMs += 10_000) })
      counter += sales[off]?.units ?? 0
    }
    if (counter < units) continue
    counter -= units
    events.push({ what: 'paid', sale: n, atMs: (atMs += 10_000) })
    if (cancels) open.push(n)
  }
  return events
}

interface Ledger {
  readonly quota: CoveredQuota
  readonly free: number
}

/** The pool after these tellings; `sees` says of which sales it had been told while they were unpaid. */
function ledger(told: readonly Event[], sales: readonly Sale[], { start, sees }: { start: number; sees: boolean }): Ledger {
  let now: Ledger = { quota: { units: start, covers: [] }, free: 100 }
  for (const { what, sale: n, atMs } of told) {
    const { units, seen } = sales[n] ?? { units: 0, seen: false }
    const held = sees && seen ? units : 0
    const quota = what === 'paid' ? takePaid(now.quota, { units, held, atMs }) : giveBackTo(now.quota, { units, atMs })
    const moved = quota.units - now.quota.units
    // Held before (`held`) and after a payment (`units`), or given back by a cancellation: the pool has the rest.
    now = { quota, free: now.free + (what === 'paid' ? -units : units) - moved }
  }
  return now
}

/** Payments in the order they happened; each cancellation anywhere after its payment. */
function tellings(events: readonly Event[], late: readonly number[]): readonly Event[] {
  const keyed = events.map((event, n) => ({ event, at: event.what === 'paid' ? n : n + (late[n % late.length] ?? 0) }))
  return keyed.toSorted((a, b) => a.at - b.at).map(({ event }) => event)
}

const runs = fc.record({
  sales: fc.array(sale, { minLength: 1, maxLength: 12 }),
  start: fc.integer({ min: 0, max: 6 }),
  late: fc.array(fc.nat({ max: 10 }), { minLength: 1, maxLength: 8 }),
})

describe('a payment that finds no quota left', () => {
  it('I13: comes to the same whether its order was seen unpaid, once the cancellations that made room for it are told', () => {
    fc.assert(
      fc.property(runs, ({ sales, start, late }) => {
        const told = tellings(history(sales, start), late)
        const seen = ledger(told, sales, { start, sees: true })
        expect(seen.quota.covers).toEqual([])
        expect(seen).toEqual(ledger(told, sales, { start, sees: false }))
      }),
      { numRuns: 500 },
    )
  })

  it('never leaves more free, or less with the shop, than if its order had not been seen unpaid', () => {
    const disordered = runs.chain((run) =>
      fc.shuffledSubarray([...history(run.sales, run.start)], { minLength: 0 }).map((told) => ({ ...run, told })),
    )
    fc.assert(
      fc.property(disordered, ({ sales, start, told }) => {
        const [seen, unseen] = [ledger(told, sales, { start, sees: true }), ledger(told, sales, { start, sees: false })]
        expect(seen.quota.units).toBeGreaterThanOrEqual(unseen.quota.units)
        expect(seen.free).toBeLessThanOrEqual(unseen.free)
        expect(seen.free + seen.quota.units).toBe(unseen.free + unseen.quota.units)
      }),
      { numRuns: 500 },
    )
  })

  it('keeps its units where the shop has sold more than it had: what the pool frees would be sold again', () => {
    const paid = takePaid({ units: 0, covers: [] }, { units: 2, held: 2, atMs: 50_000 })
    expect(paid).toEqual({ units: 0, covers: [{ atMs: 50_000, units: 2 }] })
    expect(giveBackTo(paid, { units: 2, atMs: 60_000 }).units).toBe(2)
    expect(giveBackTo(paid, { units: 2, atMs: 49_500 }).units).toBe(2)
    expect(giveBackTo(paid, { units: 2, atMs: 40_000 })).toEqual({ units: 0, covers: [] })
  })
})
