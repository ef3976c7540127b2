import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { toSkuId } from '../../../src/domain/ids.ts'
import { releaseHold } from '../../../src/stock/commands/release-hold.ts'
import { readLocationStockAsOf, readPoolStockAsOf, type AsOfBasis } from '../../../src/stock/read/read-stock-as-of.ts'
import { MINUTE, StockWorld } from '../../support/stock-world.ts'

let world: StockWorld
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
})
afterAll(() => world.close())

async function asOf(sku: string, atMs: number, basis: AsOfBasis) {
  const { rows } = await sql<{ id: string }>`select id from ${sql.table('sku')} where code = ${sku}`.execute(merchantDb(world.em))
  const skuIds = rows.map(({ id }) => toSkuId(id))
  const [pool] = await readPoolStockAsOf(world.em, { skuIds, atMs, basis })
  const goods = await readLocationStockAsOf(world.em, { skuIds, atMs, basis })
  const units = goods.find(({ condition }) => condition === 'sellable')?.units
  return { onHand: pool?.onHand, held: pool?.held, free: pool?.free, deficit: pool?.deficit, units }
}

it('I10: any past instant comes out of the journals, as it was known then and as it was', async () => {
  const sku = 'past'
  const startMs = world.nowMs
  await world.stocked(sku, 'W1', 10)
  world.clock.advance(10 * MINUTE)
  const holdId = await world.held({ lines: [{ sku, units: 4 }], ttlMs: 60 * MINUTE })
  world.clock.advance(10 * MINUTE)
  await world.tell({ kind: 'sale', document: 'late', happenedAtMs: startMs + 5 * MINUTE, sku, location: 'W1', units: 8 })
  world.clock.advance(10 * MINUTE)
  await world.do(releaseHold, { holdId, lines: null })

  expect(await asOf(sku, startMs - 1, 'known')).toEqual({ onHand: 0, held: 0, free: 0, deficit: 0, units: 0 })
  expect(await asOf(sku, startMs + 15 * MINUTE, 'known')).toEqual({ onHand: 10, held: 4, free: 6, deficit: 0, units: 10 })
  expect(await asOf(sku, startMs + 25 * MINUTE, 'known')).toEqual({ onHand: 2, held: 4, free: 0, deficit: 2, units: 2 })
  expect(await asOf(sku, startMs + 30 * MINUTE, 'known')).toEqual({ onHand: 2, held: 0, free: 2, deficit: 0, units: 2 })
  expect(await asOf(sku, startMs + 7 * MINUTE, 'happened')).toMatchObject({ onHand: 2, held: 0, units: 2 })
  expect(await asOf(sku, startMs + 3 * MINUTE, 'happened')).toMatchObject({ onHand: 10, held: 0, units: 10 })
})

it('a count told late changes what was on the shelf then, not what we knew', async () => {
  const sku = 'counted'
  const startMs = world.nowMs
  await world.stocked(sku, 'W1', 10)
  world.clock.advance(20 * MINUTE)
  await world.tell({ kind: 'count', document: 'c', happenedAtMs: startMs + 5 * MINUTE, sku, location: 'W1', units: 7 })
  expect(await asOf(sku, startMs + 10 * MINUTE, 'known')).toMatchObject({ onHand: 10, units: 10 })
  expect(await asOf(sku, startMs + 10 * MINUTE, 'happened')).toMatchObject({ onHand: 7, units: 7 })
  expect(await asOf(sku, startMs + 4 * MINUTE, 'happened')).toMatchObject({ onHand: 10, units: 10 })
})
