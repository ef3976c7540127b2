import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import type { ToldOrder } from '../../../src/domain/channel-order.ts'
import { orderFeeds } from '../../support/order-feed.ts'
import { OrderShop } from '../../support/order-shop.ts'
import { StockWorld } from '../../support/stock-world.ts'

let world: StockWorld
let made = 0

beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
})
afterAll(() => world.close())

const LISTINGS = ['one', 'set', 'shadow']

/** A shop with goods of its own: a listing of one SKU, one of a set, and one that has not joined. Scarce: some sales are deficits. */
async function newShop() {
  made += 1
  const skus = [`A${made}`, `B${made}`] as const
  for (const sku of skus) await world.stocked(sku, 'W1', 12)
  const shop = await OrderShop.open(world, `shop${made}`)
  await shop.listing('one', { [skus[0]]: 1 })
  await shop.listing('set', { [skus[0]]: 1, [skus[1]]: 2 })
  await shop.listing('shadow', { [skus[1]]: 1 })
  await shop.join('one', 5)
  await shop.join('set', 2)
  return { shop, skus }
}

async function ledgerAfter(pages: readonly (readonly ToldOrder[])[]) {
  const { shop, skus } = await newShop()
  for (const page of pages) await shop.book(page)
  const claims = await sql<{ reference: string; sku: string; units: string }>`
    select split_part(h.reference, ':', 2) as reference, left(s.code, 1) as sku, sum(l.units - l.released - l.shipped) as units
      from ${sql.table('hold')} h
      join ${sql.table('hold_line')} l on l.hold_id = h.id
      join ${sql.table('sku')} s on s.id = l.sku_id
     where h.reference like ${`${shop.code}:%`} and l.units > l.released + l.shipped
     group by 1, 2 order by 1, 2`.execute(merchantDb(world.em))
  const balances = await Promise.all(skus.map((sku) => world.balance(sku)))
  return {
    balances: balances.map((balance) => {
      const { onHand, held, quota, free, deficit } = balance ?? {}
      return { onHand, held, quota, free, deficit }
    }),
    quotas: [await shop.quota('one'), await shop.quota('set')],
    claims: claims.rows,
  }
}

it('I13: the same orders in any order, with duplicates and any page cuts, give the same balances, quotas and holds', async () => {
  await fc.assert(
    fc.asyncProperty(orderFeeds(LISTINGS), async ({ tellings, pages }) => {
      expect(await ledgerAfter(pages)).toEqual(await ledgerAfter(tellings.map((telling) => [telling])))
    }),
    { numRuns: 12 },
  )
  expect(await world.differences()).toEqual([])
})

it('I13: books the same from two gateways at once', async () => {
  const second = await world.gateway()
  const [feed] = fc.sample(orderFeeds(LISTINGS), { numRuns: 1, seed: 7 })
  const pages = feed?.pages ?? []
  const { shop, skus } = await newShop()
  await Promise.all(pages.flatMap((page) => [shop.book(page), shop.book(page, second)]))
  const expected = await ledgerAfter(pages)
  expect((await Promise.all(skus.map((sku) => world.balance(sku)))).map((balance) => balance?.held)).toEqual(
    expected.balances.map(({ held }) => held),
  )
})
