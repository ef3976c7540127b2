import { describe, expect, it } from 'vitest'
import type { Listing, ListingFacts } from '../../src/channels/listing.ts'
import type { ProbePlan } from '../../src/channels/probe.ts'
import { ContractBench } from './contract-fixture.ts'
import { jdFixture } from './jd-fixture.ts'
import { runPlan, type PlanRun } from './run-plan.ts'

const fixture = jdFixture('single')

async function planOf(bench: ContractBench, listing: Listing, fact: keyof ListingFacts): Promise<ProbePlan> {
  const { plans } = await bench.connector.probeListing(listing, bench.signal)
  const plan = plans.find((each) => each.fact === fact)
  if (!plan) throw new Error(`no plan for ${fact}`)
  return plan
}

/** Somebody orders two units while the plan waits, and calls them off when it waits for that. */
function shopper(bench: ContractBench, listingId: string, pay: boolean): NonNullable<PlanRun['onWait']> {
  let orderId = ''
  return (what) => {
    if (what === 'its cancellation') {
      bench.sandbox.market.cancel('A', orderId)
      return null
    }
    const placed = bench.sandbox.market.place('A', { lines: [{ listingId, units: 2 }], pay })
    if (!placed.placed) throw new Error('not placed')
    orderId = placed.order.id
    return { saw: 'order', units: 2 }
  }
}

describe('R10: each unsure fact of JD, flipped by its switch, is found out by its probe', () => {
  it.each([
    ['applied once', 'applied once', 'keyed delta'],
    ['error', 'refused', 'delta'],
    ['applied again', 'applied again', 'delta'],
  ])('a platform where a repeated stockRfId is %s', async (repeatedKey, concluded, call) => {
    const bench = new ContractBench(fixture, { repeatedKey })
    const listing = await bench.listed(bench.addListing({ sellable: 5 }))
    const plan = await planOf(bench, listing, 'repeatedKey')
    const facts = plan.conclude(await runPlan(bench, plan, { listing, call: 'delta' }))
    expect(facts).toEqual({ repeatedKey: concluded })
    expect(bench.connector.semanticsOf({ ...listing, facts: facts ?? {} }).call).toBe(call)
  })

  it.each([
    ['refused', 'refused'],
    ['clamped', 'clamped'],
    ['goes below', 'unproven'],
  ])('R2: a platform where a lowering below zero is %s', async (belowZero, declared) => {
    const bench = new ContractBench(fixture, { belowZero })
    const listing = await bench.listed(bench.addListing({ sellable: 0 }))
    const plan = await planOf(bench, listing, 'belowZero')
    const facts = plan.conclude(await runPlan(bench, plan, { listing, call: 'delta' }))
    expect(facts).toEqual({ belowZero })
    expect(bench.connector.semanticsOf({ ...listing, facts: facts ?? {} }).belowZero).toBe(declared)
  })

  describe.each(['gross', 'net'] as const)('a platform that shows %s numbers', (numberShown) => {
    it.each([true, false])('is told by an order, paid %s', async (pay) => {
      const bench = new ContractBench(fixture, { numberShown })
      const row = bench.addListing({ sellable: 5 })
      const listing = await bench.listed(row)
      const plan = await planOf(bench, listing, 'numberShown')
      const seen = await runPlan(bench, plan, { listing, call: 'delta', onWait: shopper(bench, row.id, pay) })
      expect(plan.conclude(seen)).toEqual({ numberShown })
    })

    it.each([true, false])('R6: whether a cancelled unit comes back (%s) is told by a cancellation', async (restores) => {
      const bench = new ContractBench(fixture, { numberShown })
      const row = bench.addListing({ sellable: 5, restores })
      const listing: Listing = { ...(await bench.listed(row)), facts: { numberShown } }
      const plan = await planOf(bench, listing, 'cancelRestores')
      const seen = await runPlan(bench, plan, { listing, call: 'delta', onWait: shopper(bench, row.id, true) })
      expect(plan.conclude(seen)).toEqual({ cancelRestores: restores })
    })
  })

  it('nothing is concluded when somebody else buys in between, or while the meaning of the number is not known', async () => {
    const bench = new ContractBench(fixture)
    const row = bench.addListing({ sellable: 9 })
    const listing = await bench.listed(row)
    const plan = await planOf(bench, listing, 'numberShown')
    const other = shopper(bench, row.id, true)
    const onWait: PlanRun['onWait'] = (what) => {
      other(what)
      return other(what)
    }
    expect(plan.conclude(await runPlan(bench, plan, { listing, call: 'delta', onWait }))).toBeNull()
    await expect(planOf(bench, listing, 'cancelRestores')).rejects.toThrow('no plan')
  })

  it.each([
    ['every open order', true],
    ['paid orders', false],
  ])('R3: whether the reserved counter counts %s is found out by reading', async (bookingCounts, counts) => {
    const bench = new ContractBench(fixture, { bookingCounts })
    const row = bench.addListing({ sellable: 50 })
    const other = bench.addListing({ sellable: 50 })
    for (const pay of [true, false, true]) {
      bench.sandbox.market.place('A', {
        lines: [
          { listingId: row.id, units: 2 },
          { listingId: other.id, units: 5 },
        ],
        pay,
      })
    }
    const listing = await bench.listed(row)
    const { facts, evidence } = await bench.connector.probeListing(listing, bench.signal)
    expect(facts.reservedCountsAll).toBe(counts)
    expect(evidence).toMatchObject([
      {
        fact: 'reservedCountsAll',
        concluded: String(counts),
        observed: [expect.anything(), 'paid and not shipped 4', 'not paid 2'],
      },
    ])
    expect(bench.connector.semanticsOf({ ...listing, facts }).hidden.counterCountsAll).toBe(counts)
  })

  it('R3: orders that the lists show late do not make the counter look complete', async () => {
    const bench = new ContractBench(fixture, { bookingCounts: 'paid orders' })
    bench.sandbox.world.feedLagMs = 30_000
    const row = bench.addListing({ sellable: 50 })
    const place = (pay: boolean) => bench.sandbox.market.place('A', { lines: [{ listingId: row.id, units: 2 }], pay })
    place(true)
    place(false)
    bench.clock.advance(40_000)
    place(true)
    const { facts } = await bench.connector.probeListing(await bench.listed(row), bench.signal)
    expect(facts.reservedCountsAll).toBe(false)
  })

  it('R3: without both paid and unpaid orders the counter proves nothing', async () => {
    const bench = new ContractBench(fixture)
    const row = bench.addListing({ sellable: 50 })
    bench.sandbox.market.place('A', { lines: [{ listingId: row.id, units: 2 }] })
    const { facts, evidence } = await bench.connector.probeListing(await bench.listed(row), bench.signal)
    expect([facts.reservedCountsAll, evidence]).toEqual([undefined, []])
  })

  it.each(['accepted', 'refused'])('a platform where a window’s end in the future is %s', async (futureEnd) => {
    const bench = new ContractBench(fixture, { futureEnd })
    for (const { id } of bench.connector.orderLists) {
      expect((await bench.connector.probeFutureEnd(id, bench.signal)).concluded).toBe(futureEnd)
    }
  })
})
