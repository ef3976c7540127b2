import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { noFaults } from '../../../replay/market/faults.ts'
import type { MarketShop } from '../../../replay/market/shops.ts'
import { openWorld, type ReplayWorld } from '../../../replay/world.ts'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { makeAllDue } from '../../../src/jobs/channel-task.ts'
import { createLog } from '../../../src/log.ts'
import { testDatabase } from '../../support/db.ts'

const SKU = '23843'
const STARTS_MS = Date.parse('2011-11-07T07:00:00Z')
const STEP_MS = 1_000

it(
  'a shop whose renewed tokens were lost is authorised again, and its orders of meanwhile are held',
  { timeout: 60_000 },
  async () => {
    const { url, drop } = await testDatabase()
    try {
      const goods = new Map([[SKU, { sku: SKU, name: 'Goods', soldBefore: 60 }]])
      const listed = new Map(['taobao-1', 'tmall-1'].map((code) => [code, new Set([SKU])]))
      const { signal } = new AbortController()
      const about = { url, schema: 'm_test', goods, opening: () => 60, listed, faults: noFaults }
      await using world = await openWorld({ ...about, log: createLog({ level: 'silent' }), signal }, STARTS_MS)
      await world.crew.advanceTo(STARTS_MS)
      await loseRenewal(world)

      for (const shop of taobaoShops(world)) buy(shop)
      await poll(world)
      await until(world, async () => (await count(world, 'channel_authorisation where ended_at is not null')) === 1)
      expect(await count(world, 'hold')).toBe(1)

      let authorised: number | undefined
      void world.authoriseAgain().then((shops) => (authorised = shops))
      await until(world, () => Promise.resolve(authorised !== undefined))
      expect(authorised).toBe(1)
      expect(await count(world, 'channel_authorisation where ended_at is not null')).toBe(0)
      await poll(world)
      await until(world, async () => (await count(world, 'hold')) === 2)
    } finally {
      await drop()
    }
  },
)

const taobaoShops = ({ market }: ReplayWorld) => market.shops.filter(({ platform }) => platform.name === 'taobao')

/** The refresh token of one shop is used, and nobody hears of what came for it. */
async function loseRenewal(world: ReplayWorld): Promise<void> {
  const shop = taobaoShops(world).find(({ code }) => code === 'tmall-1')
  if (!shop) throw new Error('there is no such shop')
  const { sandbox } = shop.platform
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    refresh_token: sandbox.tokens(shop.shopId).refreshToken,
    client_id: sandbox.app.appKey,
    client_secret: sandbox.app.appSecret,
  })
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const request = { method: 'POST', path: '/token', query: '', headers, body: Buffer.from(String(form)), remoteAddress: '::1' }
  expect(await sandbox.handler(request)).toMatchObject({ status: 200 })
}

function buy({ shopId, platform, listings }: MarketShop): void {
  const listingId = listings.get(SKU)?.id ?? ''
  expect(platform.sandbox.market.place(shopId, { lines: [{ listingId, units: 1 }], pay: true })).toMatchObject({ placed: true })
}

async function poll({ em, channels, clock, crew }: ReplayWorld): Promise<void> {
  await makeAllDue(em.fork(), { channelIds: [...channels.values()], task: 'orders', at: clock.now() })
  await crew.wake()
}

async function until({ clock, crew }: ReplayWorld, isTrue: () => Promise<boolean>): Promise<void> {
  for (let step = 0; step < 600 && !(await isTrue()); step += 1) await crew.advanceTo(clock.now().getTime() + STEP_MS)
  expect(await isTrue()).toBe(true)
}

async function count({ em }: ReplayWorld, rows: string): Promise<number> {
  const found = await sql<{ n: number }>`select count(*)::int as n from ${sql.raw(`m_test.${rows}`)}`.execute(
    merchantDb(em.fork()),
  )
  return found.rows[0]?.n ?? 0
}
