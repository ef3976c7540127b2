import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { explainQuota } from '../../../src/allocation/explain-quota.ts'
import { showOvercommit } from '../../../src/allocation/show-overcommit.ts'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { createLog } from '../../../src/log.ts'
import { learnTagDemand } from '../../../src/publishing/learn-tags.ts'
import { Reconciler } from '../../../src/publishing/reconciler.ts'
import { createStockDesks } from '../../../src/stock/stock-desks.ts'
import { PublishShop } from '../../support/publish-world.ts'
import { StockWorld } from '../../support/stock-world.ts'

let world: StockWorld
const goods = ['K1', 'K2', 'K3', 'NEW', 'ODD'] as const

beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
  const db = merchantDb(world.em)
  for (const sku of goods) {
    await world.stocked(sku, 'W1', 1)
    await world.recipe(`R${sku}`, { [sku]: 1 })
    await new PublishShop(world, sku, 'refusing')
      .open({ recipe: `R${sku}`, shown: 0, state: 'joining' })
      .then((shop) => shop.join())
    const tags = sku === 'ODD' ? [] : ['slow', `of ${sku}`]
    await sql`update ${sql.table('sku')} set tags = ${tags}::text[] where code = ${sku}`.execute(db)
  }
  // Each of the known ones has sold half a unit in three days, one of them very many.
  await sql`
    update ${sql.table('listing_publishing')} p
       set demand_units = case c.code when 'K3' then 3000 else 0.5 end, demand_seconds = 259200, demand_at = ${world.clock.now()}::timestamptz
      from ${sql.table('channel')} c where c.id = p.channel_id and c.code like 'K%'`.execute(db)
})
afterAll(() => world.close())

async function demandOf(sku: (typeof goods)[number]) {
  const { rows } = await sql<{ key: string }>`
    select l.external_id as key from ${sql.table('listing')} l join ${sql.table('channel')} c on c.id = l.channel_id
     where c.code = ${sku} and l.recipe_id is not null`.execute(merchantDb(world.em))
  const told = await explainQuota(world, { channel: sku, listing: rows[0]?.key ?? '', ifRules: null })
  if (told.kind !== 'explained') throw new Error(told.message)
  return told.demand[0]
}

it('a worker learns how goods with a tag sell, and new goods with it are expected to do alike', async () => {
  expect(await demandOf('NEW')).toMatchObject({ perDay: expect.closeTo(9.6, 1), similarPerDay: null, similar: [] })
  const { orm } = world.merchant
  const log = createLog({ level: 'silent' })
  const { signal } = new AbortController()
  const desks = createStockDesks(orm, world.clock)
  const reconciler = new Reconciler({ orm, desks, clock: world.clock, log, signal, onPlanned: () => undefined })
  reconciler.tick()
  await reconciler.drain()

  const known = await demandOf('NEW')
  // The middle one of three, drawn half the way towards what any goods are thought to sell.
  const middle = (1.5 / (259_200 + 9_000)) * 86_400
  expect(known?.similar).toEqual([{ tag: 'slow', perDay: expect.closeTo(middle, 2), skus: 3 }])
  expect(known?.similarPerDay).toBeCloseTo((middle + 9.6) / 2, 2)
  expect(known?.perDay).toBeCloseTo(known?.similarPerDay ?? NaN, 1)
  const skuId = (await world.balance('NEW'))?.skuId ?? ''
  const [pool] = await showOvercommit(world, skuId)
  expect((pool?.shops[0]?.perSecond ?? NaN) * 86_400).toBeCloseTo(known?.perDay ?? NaN, 1)

  expect(await demandOf('ODD')).toMatchObject({ perDay: expect.closeTo(9.6, 1), similarPerDay: null, similar: [] })
  expect((await demandOf('K3'))?.perDay).toBeGreaterThan(900)
})

it('whoever learns at the same time comes to the same, and a tag of which nothing is known any more is forgotten', async () => {
  const db = merchantDb(world.em)
  const rows = () =>
    sql`select tag, per_second, skus from ${sql.table('tag_demand')} order by tag`.execute(db).then((found) => found.rows)
  const before = await rows()
  await Promise.all(Array.from({ length: 6 }, () => learnTagDemand(world.em.fork(), world.clock.now())))
  expect(await rows()).toEqual(before)
  await sql`update ${sql.table('sku')} set tags = '{}' where code = 'K1'`.execute(db)
  await learnTagDemand(world.em.fork(), new Date(world.nowMs + 8 * 86_400_000))
  expect((await rows()).map((row) => Object(row).tag)).not.toContain('of K1')
})

it('the middle one is that of the whole catalogue, however many goods have tags', async () => {
  const db = merchantDb(world.em)
  const middle = () =>
    sql<{ perSecond: number; skus: number }>`
      select per_second as "perSecond", skus from ${sql.table('tag_demand')} where tag = 'slow'`
      .execute(db)
      .then(({ rows }) => rows[0])
  await sql`update ${sql.table('sku')} set tags = '{slow}' where code in ('K1', 'K2', 'K3')`.execute(db)
  await learnTagDemand(world.em.fork(), world.clock.now())
  const before = await middle()
  expect(before?.skus).toBe(3)
  await sql`
    insert into ${sql.table('sku')} (code, name, tags, created_at, updated_at)
    select 'many' || n, 'many', '{many}', ${world.clock.now()}::timestamptz, ${world.clock.now()}::timestamptz from generate_series(1, 20000) n`.execute(
    db,
  )
  for (let minutes = 0; minutes < 40; minutes += 10) {
    await learnTagDemand(world.em.fork(), new Date(world.nowMs + minutes * 60_000))
    expect(await middle()).toEqual(before)
  }
})
