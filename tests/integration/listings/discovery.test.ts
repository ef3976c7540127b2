import { afterAll, beforeAll, expect, it } from 'vitest'
import { createSku } from '../../../src/catalogue/create-sku.ts'
import { defineRecipe } from '../../../src/catalogue/define-recipe.ts'
import { listRecipes } from '../../../src/catalogue/find-recipes.ts'
import { archiveSku } from '../../../src/catalogue/update-sku.ts'
import type { MapTo } from '../../../src/listings/mapping.ts'
import { listAlarms } from '../../../src/stock/read/list-alarms.ts'
import { shopWorld, type ShopWorld } from '../../support/shop-world.ts'

let world: ShopWorld
let channelId: string
beforeAll(async () => {
  world = await shopWorld()
  const now = world.clock.now()
  for (const code of ['CUP', 'PLATE', 'BOTH', 'OLD', 'mug 1']) await createSku(world.em, { code, name: code }, now)
  await archiveSku(world.em, 'OLD', now)
  const components = [
    { sku: 'CUP', units: 1 },
    { sku: 'PLATE', units: 2 },
  ]
  for (const code of ['SET', 'BOTH']) await defineRecipe(world.em, { code, name: code, components }, now)
  const rows = { 11: 'CUP', 12: 'CUP', 13: 'SET', 14: 'BOTH', 15: 'OLD', 16: 'MUG1', 17: '\u0000\ud800', 18: '' }
  for (const [skuId, merchantCode] of Object.entries(rows)) {
    world.sandbox.market.addListing('A', { itemId: '1', skuId, merchantCode, sellable: 10 })
  }
  world.sandbox.market.addListing('A', { itemId: '2', skuId: null, merchantCode: 'PLATE', sellable: 3, takesAt: 'payment' })
  world.sandbox.market.addListing('B', { itemId: '9', skuId: '9', merchantCode: 'CUP', sellable: 3 })
  channelId = await world.connect('shop', 'A')
  await world.tend('discovery')
})
afterAll(() => world.dispose())

const all = async () => {
  const { rows } = await world.desk.listListings({
    channelId,
    mapping: null,
    key: null,
    finding: null,
    gone: true,
    first: 200,
    after: null,
  })
  return new Map(rows.map((row) => [row.key, row]))
}
const findings = async (key: string) => {
  const listing = (await all()).get(key)
  const found = listing && (await world.desk.findings([listing.id])).get(listing.id)
  return found?.map(({ kind }) => kind) ?? []
}
const map = (listing: string, to: MapTo) => world.desk.mapListing({ channel: 'shop', listing, to, actor: 'test' })

it('all rows of the shop, and of no other, are found and mapped by their codes', async () => {
  const listings = await all()
  expect([...listings.keys()].toSorted()).toEqual([...[11, 12, 13, 14, 15, 16, 17, 18].map((sku) => `1/${sku}/`), '2//'])
  expect(listings.get('1/11/')).toMatchObject({ mapping: 'mapped', mappedBy: 'code', sku: 'CUP', recipe: null, shownUnits: 10 })
  expect(listings.get('1/13/')).toMatchObject({ mapping: 'mapped', recipe: 'SET', sku: null })
  expect(listings.get('2//')).toMatchObject({ mapping: 'mapped', sku: 'PLATE', takesAt: 'payment', onSale: true })
  for (const key of ['1/15/', '1/16/', '1/18/']) expect(listings.get(key)).toMatchObject({ mapping: 'unmapped' })
  expect(listings.get('1/14/')).toMatchObject({ mapping: 'ambiguous', recipe: null, sku: null })
})

it('an ambiguous listing raises one alarm, however often it is seen', async () => {
  await world.desk.askDiscovery('shop')
  await world.tend('discovery')
  const { rows } = await listAlarms(world.em, { first: 10, after: null, open: true })
  expect(rows.filter(({ kind }) => kind === 'ambiguous_listing')).toMatchObject([{ subject: 'listing:shop/1/14/' }])
})

it('the linter names what is wrong with each', async () => {
  expect(await findings('1/16/')).toEqual(['unmapped', 'code_differs'])
  expect(await findings('1/18/')).toEqual(['unmapped'])
  expect(await findings('1/14/')).toEqual(['ambiguous'])
  expect(await findings('1/11/')).toEqual(['duplicate_code'])
  expect(await findings('1/13/')).toEqual([])
  expect((await world.desk.listingCounts([channelId])).get(channelId)).toMatchObject({ listed: 9, mapped: 4, ambiguous: 1 })
})

it('recipes of plain SKUs are in no list of recipes', async () => {
  const page = await listRecipes(world.em, { first: 100, after: null, archived: 'all' })
  expect(page.kind === 'page' && page.edges.map(({ node }) => node.code)).toEqual(['BOTH', 'SET'])
})

it('a mapping by hand stays, until the code is to decide again', async () => {
  expect(await map('1/16/', { kind: 'sku', code: 'mug 1' })).toMatchObject({ kind: 'saved', listing: { sku: 'mug 1' } })
  expect(await map('1/14/', { kind: 'recipe', code: 'BOTH' })).toMatchObject({ listing: { mapping: 'mapped', recipe: 'BOTH' } })
  expect(await map('1/18/', { kind: 'no_stock' })).toMatchObject({ listing: { stockPolicy: 'no_stock', mapping: 'unmapped' } })
  await world.desk.askDiscovery('shop')
  await world.tend('discovery')
  const listings = await all()
  expect(listings.get('1/16/')).toMatchObject({ sku: 'mug 1', mappedBy: 'hand' })
  expect(listings.get('1/18/')).toMatchObject({ stockPolicy: 'no_stock' })
  expect(await findings('1/18/')).toEqual([])
  expect(await map('1/16/', { kind: 'by_code' })).toMatchObject({ listing: { mapping: 'unmapped', mappedBy: null } })
})

it('what cannot be sold is refused, and says why', async () => {
  expect(await map('1/11/', { kind: 'sku', code: 'OLD' })).toMatchObject({ code: 'ARCHIVED_SKU', field: 'sku' })
  expect(await map('1/11/', { kind: 'sku', code: 'nothing' })).toMatchObject({ code: 'UNKNOWN_SKU' })
  expect(await map('1/11/', { kind: 'recipe', code: 'nothing' })).toMatchObject({ code: 'UNKNOWN_RECIPE' })
  expect(await map('1/nothing/', { kind: 'no_stock' })).toMatchObject({ code: 'UNKNOWN_LISTING' })
  const elsewhere = { channel: 'nowhere', listing: '1/11/', to: { kind: 'no_stock' }, actor: 'test' } as const
  expect(await world.desk.mapListing(elsewhere)).toMatchObject({ code: 'UNKNOWN_CHANNEL' })
  expect((await all()).get('1/11/')).toMatchObject({ sku: 'CUP', mappedBy: 'code' })
})

it('a SKU archived later keeps its listing, which the linter names', async () => {
  await archiveSku(world.em, 'PLATE', world.clock.now())
  await world.desk.askDiscovery('shop')
  await world.tend('discovery')
  expect((await all()).get('2//')).toMatchObject({ mapping: 'mapped', sku: 'PLATE' })
  expect(await findings('2//')).toContain('archived_component')
})

it('what the shop no longer lists is gone after a whole walk only, and comes back with it', async () => {
  const row = world.sandbox.market.shop('A').listing('1/12/')
  row.deleted = true
  world.sandbox.world.faults.add({ kind: 'html', method: 'inventory.get' })
  await world.desk.askDiscovery('shop')
  await world.tend('discovery')
  expect((await world.desk.discoveries([channelId])).get(channelId)).toMatchObject({ failures: 1 })
  expect((await all()).get('1/12/')?.goneAt).toBeNull()
  world.sandbox.world.faults.clear()
  await world.desk.askDiscovery('shop')
  await world.tend('discovery')
  expect((await all()).get('1/12/')?.goneAt).not.toBeNull()
  expect((await world.desk.discoveries([channelId])).get(channelId)).toMatchObject({ failures: 0, problem: null })
  row.deleted = false
  await world.desk.askDiscovery('shop')
  await world.tend('discovery')
  expect((await all()).get('1/12/')?.goneAt).toBeNull()
})

it('facts that reads cannot settle are named, one listing after another, until all have been looked into', async () => {
  expect([...(await all()).values()].filter(({ openFacts }) => openFacts !== null)).toEqual([])
  const mapped = [...(await all()).values()].filter(({ mapping }) => mapping === 'mapped')
  for (let n = 1; n <= mapped.length; n += 1) {
    await world.tend('probe')
    expect([...(await all()).values()].filter(({ openFacts }) => openFacts !== null)).toHaveLength(n)
    world.clock.forward(5_000)
  }
  await world.tend('probe')
  expect((await all()).get('1/11/')).toMatchObject({ openFacts: ['cancelRestores', 'repeatedKey'] })
  expect((await world.desk.listingCounts([channelId])).get(channelId)).toMatchObject({ open: mapped.length })
})

it('a listing that the platform stumbles over when it is looked into does not stop the rest', async () => {
  await map('1/16/', { kind: 'sku', code: 'CUP' })
  world.sandbox.world.faults.add({ kind: 'html', method: 'user.seller.get', times: 1 })
  await world.desk.askDiscovery('shop')
  await world.tend('discovery')
  await world.tend('probe')
  expect((await all()).get('1/16/')).toMatchObject({ openFacts: null })
  world.clock.forward(5_000)
  await world.tend('probe')
  expect((await all()).get('1/16/')).toMatchObject({ openFacts: ['cancelRestores', 'repeatedKey'] })
})
