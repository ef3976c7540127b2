import { expect, it } from 'vitest'
import { ContractBench, type ContractFixture } from './contract-fixture.ts'

export function describeListings(fixture: ContractFixture): void {
  it('listings: a row says what a unit costs in fen where the list does, and null where it does not', async () => {
    const bench = new ContractBench(fixture)
    for (const priceFen of [1_999, 5, 120_000]) {
      const listing = await bench.listed(bench.addListing({ sellable: 1, priceFen }))
      expect(listing.priceFen).toBe(fixture.listsPrices ? priceFen : null)
    }
  })
}
