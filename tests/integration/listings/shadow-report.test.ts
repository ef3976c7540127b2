import { afterAll, beforeAll, expect, it } from 'vitest'
import { createLocation } from '../../../src/catalogue/create-location.ts'
import { createSku } from '../../../src/catalogue/create-sku.ts'
import { defineRecipe } from '../../../src/catalogue/define-recipe.ts'
import { receiveStock } from '../../../src/stock/facts/receive-stock.ts'
import { createStockDesk } from '../../../src/stock/stock-desk.ts'
import { statementsOf } from '../../support/count-statements.ts'
import { shopWorld, type ShopWorld } from '../../support/shop-world.ts'

let world: ShopWorld
beforeAll(async () => {
  world = await shopWorld()
  const now = world.clock.now()
  for (const code of ['CUP', 'PLATE']) await createSku(world.em, { code, name: code }, now)
  const components = [
    { sku: 'CUP', units: 2 },
    { sku: 'PLATE', units: 1 },
  ]
  await defineRecipe(world.em, { code: 'SET', name: 'Set', components }, now)
  await createLocation(world.em, { code: 'wh', name: 'Warehouse', kind: 'warehouse' }, now)
  const lines = [
    { sku: 'CUP', condition: 'sellable', units: 11 },
    { sku: 'PLATE', condition: 'sellable', units: 1 },
  ] as const
  const stock = createStockDesk(world.em, world.clock)
  await stock.do(receiveStock, { location: 'wh', lines, receivedAtMs: null, reference: null }, { key: 'r1', actor: 'test' })
})
afterAll(() => world.dispose())

it('shares what is free evenly among the listings of all shops that sell it, sets by their scarcest part', async () => {
  const { market } = world.sandbox
  market.addListing('A', { itemId: '1', skuId: '1', merchantCode: 'CUP', sellable: 7 })
  market.addListing('A', { itemId: '1', skuId: '2', merchantCode: 'SET', sellable: 5 })
  market.addListing('A', { itemId: '3', skuId: '3', merchantCode: 'CUP', sellable: 5, onSale: false })
  market.addListing('A', { itemId: '1', skuId: '4', merchantCode: 'X', sellable: 5 })
  market.addListing('B', { itemId: '2', skuId: '1', merchantCode: 'CUP', sellable: 0 })
  const [a, b] = [await world.connect('a', 'A'), await world.connect('b', 'B')]
  for (let n = 0; n < 2; n += 1) await world.tend('discovery')
  const list = async (channelId: string) =>
    (await world.desk.listListings({ channelId, mapping: null, key: null, finding: null, gone: false, first: 200, after: null }))
      .rows
  const listings = [...(await list(a)), ...(await list(b))]
  const shown = await world.desk.wouldPublish(listings.map(({ id }) => id))
  const byKey = Object.fromEntries(listings.map(({ key, id }) => [key, shown.get(id)]))
  // 11 cups to three listings: 4, 4 and 3; the set needs two of each four, but there is one plate.
  expect(byKey).toEqual({ '1/1/': 4, '1/2/': 1, '2/1/': 3, '3/3/': undefined, '1/4/': undefined })
  const statements = await statementsOf(() => world.desk.wouldPublish(listings.map(({ id }) => id)))
  expect(statements).toHaveLength(2)
})

it('tells how many calls a day a shop would take', () => {
  const calls = world.desk.callsADay({ platform: 'taobao' }, 2_000)
  expect(calls).toMatchObject({ readings: 14_400, orders: expect.any(Number) })
  expect(calls?.total).toBe((calls?.orders ?? 0) + 14_400 + (calls?.discovery ?? 0))
  expect(world.desk.callsADay({ platform: 'direct' }, 10)).toBeNull()
})
