import { describe, expect, it } from 'vitest'
import type { StockAnswer } from '../../src/channels/stock.ts'
import { ContractBench, one } from './contract-fixture.ts'
import { jdFixture } from './jd-fixture.ts'

const batched = jdFixture('batched')

/** Raises each of these rows by one in one try; rows named are deleted first. */
async function raiseAll(bench: ContractBench, count: number, deleted: readonly number[]): Promise<readonly StockAnswer[]> {
  const rows = Array.from({ length: count }, () => bench.addListing({ sellable: 5 }))
  const pages = await Array.fromAsync(bench.connector.listListings(bench.signal))
  const listings = new Map(pages.flat().map((listing) => [listing.ref.skuId, listing]))
  for (const place of deleted) Object.assign(rows[place] ?? {}, { deleted: true })
  const changes = rows.flatMap((row, place) => {
    const listing = listings.get(row.skuId ?? '')
    return listing ? [bench.line(listing, { kind: 'raise', units: 1 }, `f${place}`)] : []
  })
  return bench.connector.changeStock({ signedAt: bench.signedAt(), changes }, bench.signal)
}

describe('rows of one JD stock call', () => {
  it('each answers for itself inside an outer success', async () => {
    const bench = new ContractBench(batched)
    const answers = await raiseAll(bench, 3, [1])
    expect(answers.map(({ kind }) => kind)).toEqual(['acknowledged', 'refused by business', 'acknowledged'])
    expect(answers[1]).toMatchObject({ message: 'sku不存在' })
  })

  it('R5: a row the answer leaves out is unknown', async () => {
    const bench = new ContractBench(batched, { stockRows: 'refused rows left out' })
    const answers = await raiseAll(bench, 3, [1])
    expect(answers.map(({ kind }) => kind)).toEqual(['acknowledged', 'unknown', 'acknowledged'])
  })

  it.each([{ incrementModel: 'refused without' }, { mostRows: '10' }])(
    'R5: of a call refused as a whole (%j) no row is taken for refused or done',
    async (switches) => {
      const bench = new ContractBench(batched, switches)
      const answers = await raiseAll(bench, 12, [])
      expect(new Set(answers.map(({ kind }) => kind))).toEqual(new Set(['unknown']))
      expect(bench.callsApplied()).toBe(0)
    },
  )

  it('thirty go in one call, more in several', async () => {
    const bench = new ContractBench(batched)
    bench.sandbox.world.faults.add({ kind: 'throttle', method: 'stock.sku.set', times: 1 })
    const refused = await raiseAll(bench, 31, [])
    expect(new Set(refused.map(({ kind }) => kind))).toEqual(new Set(['refused by gateway']))
    expect(bench.callsApplied()).toBe(0)
    const answers = await raiseAll(bench, 31, [])
    expect(new Set(answers.map(({ kind }) => kind))).toEqual(new Set(['acknowledged']))
    expect(bench.callsApplied()).toBe(31)
  })
})

describe('JD’s counters', () => {
  it.each([
    ['nothing for sale', 0],
    ['less than nothing', -2],
  ])('R4: a stop of a gross number with open orders leaves %s', async (fullSetBelowBooked, sellable) => {
    const bench = new ContractBench(jdFixture('single'), { fullSetBelowBooked })
    const row = bench.addListing({ sellable: 5 })
    bench.sandbox.market.place('A', { lines: [{ listingId: row.id, units: 2 }] })
    const listing = await bench.listed(row)
    expect((await bench.change(listing, { kind: 'stop' })).kind).toBe('acknowledged')
    expect(row.sellable).toBe(sellable)
    expect(one(await bench.connector.readStock([listing.ref], bench.signal))).toMatchObject({ shownUnits: sellable + 2 })
  })

  it('a SKU that is gone is told from one that cannot be read', async () => {
    const bench = new ContractBench(jdFixture('single'))
    const row = bench.addListing({ sellable: 5 })
    const { ref } = await bench.listed(row)
    bench.sandbox.world.faults.add({ kind: 'busy', method: 'stock.sku.query' })
    await expect(bench.connector.readStock([ref], bench.signal)).rejects.toMatchObject({ fault: 'unavailable' })
    bench.sandbox.world.faults.clear()
    row.deleted = true
    expect(one(await bench.connector.readStock([ref], bench.signal))).toMatchObject({ listing: ref, missing: true })
  })
})
