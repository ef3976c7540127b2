import pg from 'pg'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { OutcomeUnknown } from '../../../src/stock/engine/batch-failure.ts'
import { Campaigns } from '../../support/campaigns.ts'
import { OrderShop } from '../../support/order-shop.ts'
import { StockWorld } from '../../support/stock-world.ts'

const LINES = 5_000

let world: StockWorld
beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
  await OrderShop.open(world, 'shop')
})
afterAll(() => world.close())

/** As many goods, each with a recipe of its own and ten units. */
async function goods(): Promise<void> {
  const db = merchantDb(world.em)
  await sql`
    insert into ${sql.table('sku')} (code, name, created_at, updated_at)
    select 'g' || n, 'g' || n, '2026-01-01', '2026-01-01' from generate_series(1, ${LINES}::integer) n`.execute(db)
  await sql`
    with made as (insert into ${sql.table('recipe')} (code, name, created_at)
                  select s.code, s.code, '2026-01-01' from ${sql.table('sku')} s returning id, code),
         version as (insert into ${sql.table('recipe_version')} (recipe_id, version, effective_at, granted_at, created_at)
                     select id, 1, '2026-01-01', '2026-01-01', '2026-01-01' from made returning id, recipe_id)
    insert into ${sql.table('recipe_component')} (recipe_version_id, sku_id, units)
    select version.id, s.id, 1 from version join made on made.id = version.recipe_id join ${sql.table('sku')} s on s.code = made.code`.execute(
    db,
  )
  await sql`
    with stocked as (insert into ${sql.table('location_stock')} (location_id, sku_id, condition, units)
                     select l.id, s.id, 'sellable', 10 from ${sql.table('location')} l, ${sql.table('sku')} s returning sku_id),
         moved as (insert into ${sql.table('stock_move')} (location_id, sku_id, condition, units, reason, document, actor, happened_at, recorded_at)
                   select l.id, s.sku_id, 'sellable', 10, 'receive', 'test', 'test', '2026-01-01', '2026-01-01'
                     from stocked s, ${sql.table('location')} l),
         balance as (insert into ${sql.table('pool_balance')} (pool_id, sku_id, on_hand)
                     select p.id, s.sku_id, 10 from stocked s, ${sql.table('pool')} p returning pool_id, sku_id)
    insert into ${sql.table('ledger')} (pool_id, sku_id, from_place, to_place, units, reason, document, actor, happened_at, recorded_at)
    select pool_id, sku_id, 'outside', 'free', 10, 'receive', 'test', 'test', '2026-01-01', '2026-01-01' from balance`.execute(db)
}

async function lockedUnits(): Promise<number> {
  const { rows } = await sql<{ units: string }>`select sum(lock_kept) as units from ${sql.table('pool_balance')}`.execute(
    merchantDb(world.em),
  )
  return Number(rows[0]?.units)
}

it('A2: a connection that dies while 5,000 lines are being locked leaves all of them locked or none', async () => {
  await goods()
  const campaigns = new Campaigns(world, 'shop')
  const lines = Array.from({ length: LINES }, (_, n) => ({ recipe: `g${n + 1}`, units: 3 }))
  const code = await campaigns.planned({ lines })
  const watcher = new pg.Client({ connectionString: world.merchant.url })
  await watcher.connect()
  const locker = new pg.Client({ connectionString: world.merchant.url })
  await locker.connect()
  // The ledger is written last: by then everything else has been.
  await locker.query('begin')
  await locker.query(`lock table ${world.merchant.schema}.ledger in exclusive mode`)
  const key = world.newKey()
  const answer = campaigns.grant(code, { key }).catch((error: unknown) => error)
  const killed = await killWaiting(watcher)
  await locker.query('rollback')
  expect(killed).toBe(1)
  expect(await answer).toBeInstanceOf(OutcomeUnknown)
  expect(await lockedUnits()).toBe(0)
  expect(await campaigns.grant(code, { key })).toMatchObject({ kind: 'campaignGranted', lockedUnits: 3 * LINES })
  expect(await lockedUnits()).toBe(3 * LINES)
  await Promise.all([watcher.end(), locker.end()])
})

/** Ends the backend that waits for a lock, once there is one. */
async function killWaiting(watcher: pg.Client): Promise<number> {
  for (let look = 0; look < 2_000; look += 1) {
    const { rowCount } = await watcher.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and pid <> pg_backend_pid()`,
    )
    if (rowCount && rowCount > 0) return rowCount
    await watcher.query('select pg_sleep(0.005)')
  }
  throw new Error('nothing waits for the lock')
}
