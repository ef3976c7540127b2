import { afterAll, beforeAll, expect, it } from 'vitest'
import { createLocation } from '../../../src/catalogue/create-location.ts'
import { createSku } from '../../../src/catalogue/create-sku.ts'
import { shadowRowKey } from '../../../src/listings/read-shadow.ts'
import { receiveStock } from '../../../src/stock/facts/receive-stock.ts'
import { createStockDesk } from '../../../src/stock/stock-desk.ts'
import { statementsOf } from '../../support/count-statements.ts'
import { shopWorld, type ShopWorld } from '../../support/shop-world.ts'

let world: ShopWorld
let channelId: string
beforeAll(async () => {
  world = await shopWorld()
  const now = world.clock.now()
  await createLocation(world.em, { code: 'wh', name: 'Warehouse', kind: 'warehouse' }, now)
  for (const code of ['CUP', 'PLATE', 'RARE']) await createSku(world.em, { code, name: code }, now)
  const lines = [
    { sku: 'CUP', condition: 'sellable', units: 4 },
    { sku: 'PLATE', condition: 'sellable', units: 30 },
  ] as const
  const stock = createStockDesk(world.em, world.clock)
  await stock.do(receiveStock, { location: 'wh', lines, receivedAtMs: null, reference: null }, { key: 'r1', actor: 'test' })
  const { market } = world.sandbox
  market.addListing('A', { itemId: '1', skuId: '1', merchantCode: 'CUP', sellable: 10, priceFen: 1_999 })
  market.addListing('A', { itemId: '1', skuId: '2', merchantCode: 'PLATE', sellable: 10, priceFen: 5_000 })
  market.addListing('A', { itemId: '1', skuId: '3', merchantCode: 'RARE', sellable: 1, priceFen: 900 })
  market.addListing('A', { itemId: '1', skuId: '4', merchantCode: 'nobody knows', sellable: 9, priceFen: 100 })
  channelId = await world.connect('shop', 'A')
  await world.tend('discovery')
})
afterAll(() => world.dispose())

const shadow = (first: number, after: string | null = null) => world.desk.shadow({ channelId, first, after })

it('tells what the shop shows beside what we would publish, in units and in money, worst first', async () => {
  const { totals, rows } = await shadow(10)
  expect(rows.rows.map(({ listing, units, fen }) => [listing.key, units, fen])).toEqual([
    ['1/2/', -20, -100_000],
    ['1/1/', 6, 11_994],
    ['1/3/', 1, 900],
    ['1/4/', null, null],
  ])
  expect(totals).toEqual({
    listings: 4,
    compared: 3,
    withoutPrice: 0,
    shownUnits: 30,
    wouldPublishUnits: 34,
    tooManyUnits: 7,
    tooFewUnits: 20,
    tooManyFen: 12_894,
    tooFewFen: 100_000,
  })
})

it('pages go on where the last one ended, with the sums of the whole channel each time', async () => {
  const seen: string[] = []
  let after: string | null = null
  for (let n = 0; n < 5; n += 1) {
    const { rows, totals } = await shadow(1, after)
    expect(totals.listings).toBe(4)
    seen.push(...rows.rows.map(({ listing }) => listing.key))
    const [last] = rows.rows
    if (!rows.hasNextPage || !last) break
    after = shadowRowKey(last)
  }
  expect(seen).toEqual(['1/2/', '1/1/', '1/3/', '1/4/'])
})

it('says what is still open of mapped listings, before and after they were looked into', async () => {
  expect(await shadow(1)).toMatchObject({ openFacts: [], notLookedInto: 3 })
  await world.tend('probe')
  const { openFacts, notLookedInto } = await shadow(1)
  expect(notLookedInto).toBe(2)
  expect(openFacts).toEqual([
    { fact: 'cancelRestores', listings: 1 },
    { fact: 'repeatedKey', listings: 1 },
  ])
})

it('asks the same number of statements for one listing and for all', async () => {
  const [one, all] = [await statementsOf(() => shadow(1)), await statementsOf(() => shadow(200))]
  expect(one).toHaveLength(5)
  expect(all).toHaveLength(5)
})
