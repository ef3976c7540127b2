import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { closeCampaigns, tendCampaigns } from '../../../src/campaigns/tend-campaigns.ts'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { planQuotas } from '../../../src/publishing/plan-quotas.ts'
import { Campaigns } from '../../support/campaigns.ts'
import { PublishShop } from '../../support/publish-world.ts'
import { MINUTE, StockWorld } from '../../support/stock-world.ts'

let world: StockWorld
const { signal } = new AbortController()
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
})
afterAll(() => world.close())

async function live(code: string, units: number) {
  await world.stocked(code, 'W1', units)
  await world.recipe(`R${code}`, { [code]: 1 })
  const shop = await new PublishShop(world, code, 'refusing').open({ recipe: `R${code}`, shown: 0, state: 'joining' })
  await shop.join()
  return { shop, campaigns: new Campaigns(world, code) }
}

async function skusOf(code: string): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`select id from ${sql.table('sku')} where code = ${code}`.execute(
    merchantDb(world.em),
  )
  return rows.map(({ id }) => id)
}

/** What a worker does at a tick: the goods of campaigns that have turned are planned anew, and shops are told. */
async function tick(shop: PublishShop): Promise<readonly string[]> {
  const { em, clock, desk } = world
  const turned = await tendCampaigns({ em, clock, desk, signal })
  await planQuotas({ em, clock, signal }, turned)
  await shop.catchUp()
  for (let turn = 0; turn < 3; turn += 1) await shop.publish()
  return turned
}

it('is granted at its time, put on sale its lead before its start, and taken back at its end', async () => {
  const { shop, campaigns } = await live('ta', 20)
  const startsAtMs = world.nowMs + 30 * MINUTE
  const line = { recipe: 'Rta', units: 10 }
  const code = await campaigns.planned({ startsAtMs, grantsAtMs: startsAtMs - 20 * MINUTE, leadMs: 5 * MINUTE, lines: [line] })
  await tick(shop)
  expect(await campaigns.line(code)).toMatchObject({ granted: 0 })

  world.clock.advance(11 * MINUTE)
  await tick(shop)
  expect(await campaigns.line(code)).toMatchObject({ granted: 10, kept: 10, published: 0 })
  await tick(shop)
  expect(shop.shown).toBe(10)

  world.clock.advance(15 * MINUTE)
  await tick(shop)
  expect(shop.shown).toBe(20)
  expect(await campaigns.line(code)).toMatchObject({ kept: 0, published: 10 })
  expect(await world.balance('ta')).toMatchObject({ quota: 20, lockKept: 0, free: 0 })

  world.clock.advance(70 * MINUTE)
  await tick(shop)
  expect(await world.balance('ta')).toMatchObject({ lockKept: 0 })
  expect((await campaigns.line(code)).published).toBeLessThanOrEqual(10)
  expect(await world.differences()).toEqual([])
})

it('keeps a listing of a campaign at what it was promised while goods are wanted elsewhere, and puts kept units nowhere else', async () => {
  const { shop, campaigns } = await live('tb', 12)
  const other = await new PublishShop(world, 'tb2', 'refusing').open({ recipe: 'Rtb', shown: 0, state: 'joining' })
  await other.join()
  const code = await campaigns.granted({ startsAtMs: world.nowMs, lines: [{ recipe: 'Rtb', units: 8 }] })
  await tick(shop)
  for (let turn = 0; turn < 3; turn += 1) await other.publish()
  expect(await campaigns.line(code)).toMatchObject({ kept: 0, published: 8 })
  expect([shop.shown, other.shown]).toEqual([10, 2])
})

it('says why a grant whose time has come was refused, and makes it once there is enough', async () => {
  const { shop, campaigns } = await live('tc', 5)
  const line = { recipe: 'Rtc', units: 9 }
  const code = await campaigns.planned({ grantsAtMs: world.nowMs, lines: [line] })
  await tick(shop)
  const problem = async () => {
    const { rows } = await sql<{ grant_problem: string | null }>`
      select grant_problem from ${sql.table('campaign')} where code = ${code}`.execute(merchantDb(world.em))
    return rows[0]?.grant_problem
  }
  expect(await problem()).toMatch(/not enough free units/)
  await world.stocked('tc', 'W1', 10)
  world.clock.advance(MINUTE)
  await tick(shop)
  expect(await problem()).toBeNull()
  expect((await campaigns.line(code)).granted).toBe(9)
})

it('I11: where shops show all there is, they are lowered for what a campaign misses, and it has that before anybody is raised', async () => {
  const { shop, campaigns } = await live('te', 20)
  const other = await new PublishShop(world, 'te2', 'refusing').open({ recipe: 'Rte', shown: 0, state: 'joining' })
  await other.join()
  const tickBoth = async (): Promise<void> => {
    await tick(shop)
    await other.catchUp()
    for (let turn = 0; turn < 3; turn += 1) await other.publish()
  }
  await planQuotas({ em: world.em, clock: world.clock, signal }, await skusOf('te'))
  await tickBoth()
  expect([shop.shown, other.shown]).toEqual([10, 10])
  const lines = [{ recipe: 'Rte', units: 8 }]
  expect(await campaigns.grant(await campaigns.planned({ lines }))).toMatchObject({ code: 'NOT_ENOUGH_STOCK' })
  const code = await campaigns.granted({ onShortage: 'take_what_there_is', lines })
  expect(await campaigns.line(code)).toEqual({ granted: 8, kept: 0, published: 0, spent: 0 })
  await tickBoth()
  expect(await campaigns.line(code)).toMatchObject({ granted: 8, kept: 8 })
  expect([shop.shown, other.shown]).toEqual([6, 6])

  // More is wanted while its phase stays the same: what is free of it comes at once, the rest as shops are lowered.
  await campaigns.change(code, { lines: [{ line: 1, units: 10 }] })
  await tickBoth()
  expect(await campaigns.line(code)).toMatchObject({ granted: 10, kept: 10 })
  expect(await world.balance('te')).toMatchObject({ quota: 10, lockKept: 10, free: 0 })
  expect(await world.differences()).toEqual([])
})

it('what it misses is made up as goods come in', async () => {
  const { campaigns } = await live('tf', 2)
  const code = await campaigns.granted({ onShortage: 'take_what_there_is', lines: [{ recipe: 'Rtf', units: 8 }] })
  expect(await campaigns.line(code)).toMatchObject({ granted: 8, kept: 2 })
  await world.stocked('tf', 'W1', 5)
  await tendCampaigns({ em: world.em, clock: world.clock, desk: world.desk, signal })
  expect(await campaigns.line(code)).toMatchObject({ granted: 8, kept: 7 })
  await world.stocked('tf', 'W1', 5)
  await tendCampaigns({ em: world.em, clock: world.clock, desk: world.desk, signal })
  expect(await campaigns.line(code)).toMatchObject({ granted: 8, kept: 8 })
  expect(await world.balance('tf')).toMatchObject({ free: 4 })
})

it('one that is long over is not looked at again, whatever its listing shows', async () => {
  const { shop, campaigns } = await live('td', 5)
  const code = await campaigns.granted({ startsAtMs: world.nowMs, lines: [{ recipe: 'Rtd', units: 2 }] })
  await campaigns.end(code)
  await tick(shop)
  expect(await closeCampaigns(world.em, world.nowMs)).toBe(0)
  expect(await closeCampaigns(world.em, world.nowMs + 8 * 24 * 60 * MINUTE)).toBeGreaterThan(0)
  expect(await world.differences()).toEqual([])
})
