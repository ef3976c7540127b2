import { sql } from 'kysely'
import { expect, it } from 'vitest'
import type { OrderLine } from '../../../replay/input/stream-event.ts'
import { noFaults } from '../../../replay/market/faults.ts'
import { openWorld, type ReplayWorld } from '../../../replay/world.ts'
import { createLog } from '../../../src/log.ts'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { BLIND_MS } from '../../../src/publishing/publish-turn.ts'
import { testDatabase } from '../../support/db.ts'

const SKU = '23843'
const STARTS_MS = Date.parse('2011-11-07T07:00:00Z')
const QUIET_MS = 3 * 3_600_000
const STEP_MS = 100

it('asks a shop for its orders before it is published to, and not while nothing happens', { timeout: 60_000 }, async () => {
  const { url, drop } = await testDatabase()
  try {
    const goods = new Map([[SKU, { sku: SKU, name: 'Goods', soldBefore: 60 }]])
    const listed = new Map(['taobao-1', 'tmall-1', 'jd-1', 'jd-2'].map((code) => [code, new Set([SKU])]))
    const { signal } = new AbortController()
    const log = createLog({ level: 'silent' })
    const about = { url, schema: 'm_test', goods, opening: () => 60, listed, faults: noFaults, log, signal }
    await using world = await openWorld(about, STARTS_MS)
    const jd = world.market.platforms.find(({ name }) => name === 'jd')?.line.traffic
    if (!jd) throw new Error('there is no JD')
    await world.crew.advanceTo(STARTS_MS)
    const before = { ...jd }

    await world.crew.advanceTo(STARTS_MS + QUIET_MS)
    expect(jd).toEqual(before)
    expect(await seenMs(world)).toBeLessThan(STARTS_MS)

    world.shoppers.act([order], STARTS_MS + QUIET_MS)
    const told = world.shoppers.accepted.map(({ shop, orderId }) => ({
      channelId: world.channels.get(shop) ?? '',
      orderIds: [orderId],
    }))
    await world.crew.push(told)
    for (let atMs = STARTS_MS + QUIET_MS; jd.stockCalls === before.stockCalls; atMs += STEP_MS) {
      expect(atMs).toBeLessThan(STARTS_MS + QUIET_MS + 60_000)
      await world.crew.advanceTo(atMs + STEP_MS)
    }
    expect(await seenMs(world)).toBeGreaterThan(STARTS_MS + QUIET_MS - BLIND_MS)
  } finally {
    await drop()
  }
})

/** Up to when the orders of the JD shop that is published to are known. */
async function seenMs({ em, market, channels }: ReplayWorld): Promise<number> {
  const ids = market.shops.filter(({ platform }) => platform.name === 'jd').map((shop) => channels.get(shop))
  const { rows } = await sql<{ ms: number }>`
    select (extract(epoch from max(through)) * 1000)::float8 as ms
      from ${sql.table('channel_watermark')} where channel_id = any(${ids}::bigint[])`.execute(merchantDb(em.fork()))
  return rows[0]?.ms ?? 0
}

const order: OrderLine = {
  kind: 'order',
  line: 1,
  atMs: STARTS_MS + QUIET_MS,
  sku: SKU,
  orderNo: '574744',
  lineNo: '1',
  channel: 'TAOBAO',
  customer: '16612',
  units: 12,
}
