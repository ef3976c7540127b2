import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { toPoolId, toSkuId } from '../../../src/domain/ids.ts'
import { grantOvercommit } from '../../../src/publishing/grant-overcommit.ts'
import type { StockDesk } from '../../../src/stock/stock-desk.ts'
import { readBudget } from '../../../src/stock/sql/overcommit.ts'
import { PublishShop } from '../../support/publish-world.ts'
import { auditAll, StockWorld } from '../../support/stock-world.ts'

let world: StockWorld
let made = 0

beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
})
afterAll(() => world.close())

/** So many units in so many live shops, which show none yet. */
async function shops(units: number, count: number) {
  made += 1
  const sku = `O${made}`
  await world.stocked(sku, 'W1', units)
  await world.recipe(`RO${made}`, { [sku]: 1 })
  const all: PublishShop[] = []
  for (let n = 0; n < count; n += 1) {
    const shop = await new PublishShop(world, `o${made}-${n}`, 'refusing').open({
      recipe: `RO${made}`,
      shown: 0,
      state: 'joining',
    })
    await shop.join()
    await shop.publish()
    all.push(shop)
  }
  return { sku, all }
}

interface Grant {
  readonly units: number
  readonly perDay: number
  readonly budget?: number
  readonly desk?: StockDesk
}

async function grant(sku: string, { units, perDay, budget = 10, desk = world.desk }: Grant) {
  const balance = await world.balance(sku)
  const at = { poolId: toPoolId(balance?.poolId ?? ''), skuId: toSkuId(balance?.skuId ?? '') }
  const args = { unitsPerDay: budget, grants: [{ ...at, units, perDay }] }
  const done = await desk.do(grantOvercommit, args, { key: world.newKey(), actor: 'test' })
  if (done.kind !== 'granted') throw new Error(done.message)
  return done.grants[0]
}

async function charges(sku: string): Promise<number> {
  const { rows } = await sql<{ units: number }>`
    select coalesce(sum(h.units), 0)::int as units
      from ${sql.table('overcommit_charge')} h join ${sql.table('sku')} s on s.id = h.sku_id where s.code = ${sku}`.execute(
    merchantDb(world.em),
  )
  return rows[0]?.units ?? 0
}

async function wantAll(all: readonly PublishShop[], units: number): Promise<void> {
  for (const shop of all) await shop.want(units)
}

it('units are shown beyond the goods only as far as was granted, however many shops are raised at once', async () => {
  const { sku, all } = await shops(1, 4)
  await wantAll(all, 1)
  await Promise.all(all.map((shop) => shop.publish()))
  expect(all.reduce((sum, { shown }) => sum + shown, 0)).toBe(1)

  expect(await grant(sku, { units: 2, perDay: 0.1 })).toMatchObject({ units: 2 })
  await wantAll(all, 1)
  await Promise.all(all.map((shop) => shop.publish()))
  expect(all.reduce((sum, { shown }) => sum + shown, 0)).toBe(3)
  expect(await world.balance(sku)).toMatchObject({ onHand: 1, quota: 3, overcommit: 2, free: 0, deficit: 0 })
  expect(await auditAll(world.em)).toEqual([])
})

it('what is shown beyond the goods shrinks as lowerings return, and nothing is free meanwhile', async () => {
  const { sku, all } = await shops(1, 3)
  await grant(sku, { units: 2, perDay: 0.1 })
  await wantAll(all, 1)
  for (const shop of all) await shop.publish()
  await grant(sku, { units: 0, perDay: 0 })
  expect(await world.balance(sku)).toMatchObject({ overcommit: 2, free: 0 })
  const [sold, ...others] = all
  sold?.buy()
  await sold?.catchUp()
  expect(await world.balance(sku)).toMatchObject({ held: 1, quota: 2, overcommit: 2, free: 0, deficit: 0 })
  for (const [n, shop] of others.entries()) {
    await shop.want(0)
    await shop.publish()
    expect(await world.balance(sku)).toMatchObject({ quota: 1 - n, overcommit: 1 - n, free: 0, deficit: 0 })
  }
  expect(await charges(sku)).toBe(0)
})

it('what was sold and is not there is deficit in the same transaction, with an alarm and a charge, and over the budget nothing more is granted', async () => {
  const { sku, all } = await shops(1, 3)
  await grant(sku, { units: 2, perDay: 0.1, budget: 0.5 })
  await wantAll(all, 1)
  for (const shop of all) await shop.publish()
  for (const shop of all.slice(0, 2)) shop.buy()
  for (const shop of all.slice(0, 2)) await shop.catchUp()
  expect(await world.balance(sku)).toMatchObject({ onHand: 1, held: 2, quota: 1, overcommit: 1, deficit: 1, free: 0 })
  expect(await charges(sku)).toBe(1)
  expect(await world.alarms(`sku:${sku}`)).toContain('overcommit_sold')
  expect(await world.alarms('overcommit')).toContain('overcommit_strict')
  expect((await readBudget(world.em)).strictSinceMs).not.toBeNull()
  expect(await grant(sku, { units: 2, perDay: 0.1, budget: 0.5 })).toMatchObject({ units: 0 })
  expect(await auditAll(world.em)).toEqual([])

  // A day wears off a day's budget.
  world.clock.advance(3 * 86_400_000)
  const next = await shops(1, 2)
  expect(await grant(next.sku, { units: 1, perDay: 0.1, budget: 0.5 })).toMatchObject({ units: 1 })
})

it('all grants together keep to the budget, whoever grants at once', async () => {
  const [one, other] = [await shops(1, 1), await shops(1, 1)]
  const { grantedPerDay } = await readBudget(world.em)
  const budget = grantedPerDay + 0.1
  const desks = [await world.gateway(), await world.gateway()]
  const done = await Promise.all(
    [one, other].map(({ sku }, n) => grant(sku, { units: 1, perDay: 0.06, budget, ...(desks[n] ? { desk: desks[n] } : {}) })),
  )
  expect(done.reduce((sum, granted) => sum + (granted?.units ?? 0), 0)).toBe(1)
  expect((await readBudget(world.em)).grantedPerDay).toBeLessThanOrEqual(budget)
})
