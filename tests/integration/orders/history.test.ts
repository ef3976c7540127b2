import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import type { ChangedFact } from '../../../src/domain/order-change.ts'
import { CHANGES_MAX } from '../../../src/stock/sql/order-changes.ts'
import { readOrders } from '../../../src/stock/sql/orders.ts'
import { OrderShop } from '../../support/order-shop.ts'
import { StockWorld } from '../../support/stock-world.ts'

let world: StockWorld
let shop: OrderShop

beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
  shop = await OrderShop.open(world, 'tmall')
  await world.stocked('TEE', 'W1', 1_000)
  await shop.listing('tee', { TEE: 1 })
})
afterAll(() => world.close())

const START = Date.parse('2026-11-10T00:00:00Z')

async function changesOf(orderId: string) {
  const { rows } = await sql<{ revision: number; happened: string; told_by: string; changes: readonly ChangedFact[] }>`
    select revision, to_char(happened_at at time zone 'UTC', 'HH24:MI:SS') as happened, told_by, changes
      from ${sql.table('channel_order_change')} where order_id = ${orderId} order by revision`.execute(merchantDb(world.em))
  return rows
}

it('every change of an order is kept: what changed, when that was true, when we learned it', async () => {
  const lines = [{ listing: 'tee', units: 2 }] as const
  await shop.tell({ orderId: 'H1', state: 'created', lines })
  await shop.tell({ orderId: 'H1', lines })
  await shop.tell({ orderId: 'H1', lines })
  await shop.tell({ orderId: 'H1', state: 'shipped', lines })
  const changes = await changesOf('H1')
  expect(changes.map(({ revision, happened, told_by: by }) => [revision, happened, by])).toEqual([
    [1, '00:00:00', 'feed'],
    [2, '00:00:01', 'feed'],
    [3, '00:00:02', 'feed'],
  ])
  expect(changes[0]?.changes).toContainEqual({ what: 'units', line: 'H1-1', from: null, to: '2' })
  expect(changes[1]?.changes).toContainEqual({ what: 'state', line: null, from: 'created', to: 'paid' })
  expect(changes[2]?.changes).toContainEqual({ what: 'state', line: 'H1-1', from: 'paid', to: 'shipped' })
})

it('an older telling that comes late is kept with its own time, and changes nothing it may not', async () => {
  await shop.tell({ orderId: 'H2', modifiedAtMs: START + 60_000, lines: [{ listing: 'tee' }] })
  await shop.tell({ orderId: 'H2', state: 'created', createdAtMs: START - 60_000, lines: [{ listing: 'tee' }] })
  const changes = await changesOf('H2')
  expect(changes.map(({ happened }) => happened)).toEqual(['00:01:00'])
})

it('an order that changes without end keeps its first changes and its newest, and each is still told', async () => {
  const times = CHANGES_MAX + 5
  for (let n = 0; n < times; n += 1) {
    await shop.tell({ orderId: 'H3', modifiedAtMs: START + n * 1_000, shipByMs: START + n * 1_000, lines: [{ listing: 'tee' }] })
  }
  const revisions = (await changesOf('H3')).map(({ revision }) => revision)
  expect(revisions).toHaveLength(CHANGES_MAX)
  expect([revisions[0], revisions[49], revisions[50], revisions.at(-1)]).toEqual([1, 50, times - 49, times])
})

it('presale, region, gifts and campaign marks are kept as the newest telling has them', async () => {
  const promisedAtMs = START + 86_400_000
  const told = { orderId: 'H4', lines: [{ listing: 'tee', gift: true, campaigns: ['juhuasuan'], oversold: true }] } as const
  await shop.tell({
    ...told,
    state: 'created',
    presale: { kind: 'deposit', step: 'deposit paid', promisedAtMs },
    region: { province: '330000', city: null, district: null },
  })
  const region = { province: '330000', city: '330100', district: null }
  const presale = { kind: 'deposit', step: 'all paid', promisedAtMs } as const
  await shop.tell({ ...told, presale, region, lines: [{ ...told.lines[0], oversold: false }] })
  await shop.tell({ ...told, presale, region, lines: [{ ...told.lines[0], oversold: false }] })
  const { rows } = await sql<{ id: string }>`select id from ${sql.table('channel')}`.execute(merchantDb(world.em))
  const [order] = await readOrders(world.em, [{ channelId: rows[0]?.id ?? '', orderId: 'H4' }], { lock: false })
  expect(order).toMatchObject({ presale, region, revision: 2 })
  expect(order?.lines[0]).toMatchObject({ gift: true, campaigns: ['juhuasuan'], oversold: true })
})
