import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { stopSelling } from '../../../src/selling/stop-selling.ts'
import { PublishShop } from '../../support/publish-world.ts'
import { StockWorld } from '../../support/stock-world.ts'
import { settleAndJudge, tellStops, watch } from '../../support/watch-shop.ts'

let world: StockWorld
let made = 0
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
})
afterAll(() => world.close())

async function opened(shown: number) {
  made += 1
  const sku = `S${made}`
  await world.stocked(sku, 'W1', 20)
  await world.recipe(`R${made}`, { [sku]: 1 })
  const shop = await new PublishShop(world, `w${made}`, 'refusing').open({ recipe: `R${made}`, shown, state: 'joining' })
  return { sku, shop }
}

const change = (shop: PublishShop, what: string) =>
  sql`update ${sql.table('listing')} set ${sql.raw(what)} where id = ${shop.listingId}`.execute(merchantDb(world.em))

describe('what is written to a shop', () => {
  it('an ambiguous listing gets no raises, and is lowered like any other', async () => {
    const { shop } = await opened(6)
    await shop.join()
    await change(shop, 'ambiguous = true')
    await shop.want(9)
    await shop.publish()
    expect(shop.shown).toBe(6)
    await shop.want(4)
    await shop.publish()
    expect(shop.shown).toBe(4)
    await change(shop, 'ambiguous = false')
    await shop.want(9)
    await shop.publish()
    expect(shop.shown).toBe(9)
  })

  it('a listing nobody has mapped is never written, not even to stop it; mapped on a live channel it joins by itself', async () => {
    const { sku, shop } = await opened(6)
    await change(shop, 'recipe_id = null')
    await shop.join()
    expect(await shop.state()).toBe('live')
    expect(await stopSelling(world, { channel: shop.code, listing: null, sku: null }, 'test')).toMatchObject({
      code: 'UNKNOWN_LISTING',
    })
    await tellStops(shop)
    expect([shop.shown, await shop.commands(), await world.balance(sku)]).toMatchObject([6, [], { quota: 0, free: 20 }])
    await change(shop, `recipe_id = (select id from "${world.merchant.schema}".recipe where code = 'R${made}')`)
    await shop.join()
    expect([await shop.quota(), await world.balance(sku)]).toMatchObject([6, { quota: 6, free: 14 }])
  })
})

describe('a channel that is handed back', () => {
  it.each(['sold out', 'deleted'] as const)(
    'is not written to, and stays counted until a settled reading of a listing that is %s',
    async (how) => {
      const { sku, shop } = await opened(6)
      await shop.join()
      await sql`update ${sql.table('channel')} set state = 'handed_back' where id = ${shop.channelId}`.execute(
        merchantDb(world.em),
      )
      await shop.want(9)
      await shop.publish()
      await watch(shop)
      await settleAndJudge(shop)
      expect([shop.shown, await shop.commands(), await world.balance(sku)]).toMatchObject([6, [], { quota: 6 }])
      if (how === 'sold out') shop.row.sellable = 0
      else shop.row.deleted = true
      world.clock.advance(700_000)
      await shop.catchUp()
      await watch(shop)
      await settleAndJudge(shop)
      expect([await shop.quota(), await world.balance(sku)]).toMatchObject([0, { quota: 0, free: 20 }])
      expect(await shop.commands()).toEqual([])
    },
  )
})
