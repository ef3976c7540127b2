import { describe, expect, it } from 'vitest'
import type { Listing } from '../../src/channels/listing.ts'
import { ContractBench } from './contract-fixture.ts'
import { runPlan } from './run-plan.ts'
import { taobaoFixture } from './taobao-fixture.ts'

describe('R10: each unsure fact, flipped by its switch, is found out by its probe', () => {
  it.each([
    ['applied once', 'applied once'],
    // The connector takes "this key was used before" for what it means: done, and not done again.
    ['error', 'applied once'],
    ['applied again', 'applied again'],
  ])('a platform where a repeated key is %s', async (repeatedKey, concluded) => {
    const bench = new ContractBench(taobaoFixture, { repeatedKey })
    const listing = await bench.listed(bench.addListing({ sellable: 5 }))
    const { plans } = await bench.connector.probeListing(listing, bench.signal)
    const plan = plans.find(({ fact }) => fact === 'repeatedKey')
    if (!plan) throw new Error('no plan')
    const facts = plan.conclude(await runPlan(bench, plan, { listing, call: 'keyed delta' }))
    expect(facts).toEqual({ repeatedKey: concluded })
    const { call } = bench.connector.semanticsOf({ ...listing, facts: facts ?? {} })
    expect(call).toBe(concluded === 'applied once' ? 'keyed delta' : 'delta')
  })

  it.each(['refused', 'clamped'])('a platform where a keyed lowering below zero is %s', async (keyedBelowZero) => {
    const bench = new ContractBench(taobaoFixture, { keyedBelowZero })
    const listed = await bench.listed(bench.addListing({ sellable: 0 }))
    const listing: Listing = { ...listed, facts: { repeatedKey: 'applied once' } }
    const { plans } = await bench.connector.probeListing(listing, bench.signal)
    const plan = plans.find(({ fact }) => fact === 'belowZero')
    if (!plan) throw new Error('no plan')
    expect(plan.conclude(await runPlan(bench, plan, { listing, call: 'keyed delta' }))).toEqual({ belowZero: keyedBelowZero })
  })

  it.each(['accepted', 'refused'])('a platform where a window’s end in the future is %s', async (futureEnd) => {
    const bench = new ContractBench(taobaoFixture, { futureEnd })
    const { concluded } = await bench.connector.probeFutureEnd('taobao.trades.sold.increment.get', bench.signal)
    expect(concluded).toBe(futureEnd)
  })

  it('keys are not probed on a shop that cannot use them', async () => {
    const bench = new ContractBench(taobaoFixture)
    const row = bench.addListing({ sellable: 5 }, 'B')
    const connector = bench.connectAs({ shop: 'B' })
    const pages = await Array.fromAsync(connector.listListings(bench.signal))
    const listing = pages.flat().find(({ ref }) => ref.itemId === row.itemId)
    if (!listing) throw new Error('not listed')
    const { plans } = await connector.probeListing(listing, bench.signal)
    expect(plans.map(({ fact }) => fact)).toEqual(['cancelRestores'])
  })

  it.each(['all or none', 'until the first refused'])(
    'R2: of a batch that failed (%s) nothing is taken for done',
    async (batchOfSkus) => {
      const bench = new ContractBench({ ...taobaoFixture, connect: taobaoFixture.connectBatched }, { batchOfSkus })
      const rows = ['11', '12'].map((skuId) => bench.addListing({ itemId: '9', skuId, sellable: 5 }))
      const listings = await Promise.all(rows.map((row) => bench.listed(row)))
      if (rows[1]) rows[1].blocked = 'everything'
      const changes = listings.map((listing) => bench.line(listing, { kind: 'raise', units: 1 }, 'aa'))
      const answers = await bench.connector.changeStock({ signedAt: bench.signedAt(), changes }, bench.signal)
      expect(answers.map(({ kind }) => kind)).toEqual(['unknown', 'unknown'])
    },
  )

  it('order reads that are allowed only from the platform’s cloud say so', async () => {
    const bench = new ContractBench(taobaoFixture, { cloudOnly: 'order reads' })
    await expect(bench.connector.rereadOrder('1', bench.signal)).rejects.toMatchObject({ fault: 'address not allowed' })
  })

  it('a token whose write level ended still reads, and writes say that it ended', async () => {
    const bench = new ContractBench(taobaoFixture)
    const listing = await bench.listed(bench.addListing({ sellable: 5 }))
    taobaoFixture.endWrites(bench.sandbox, 'A')
    expect(await bench.change(listing, { kind: 'raise', units: 1 })).toMatchObject({
      kind: 'refused by gateway',
      fault: 'token expired',
    })
    await expect(bench.connector.readStock([listing.ref], bench.signal)).resolves.toHaveLength(1)
  })
})
