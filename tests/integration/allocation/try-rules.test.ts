import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { tryRules } from '../../../src/allocation/try-rules.ts'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { planQuotas } from '../../../src/publishing/plan-quotas.ts'
import { PublishShop } from '../../support/publish-world.ts'
import { apply, draft, said } from '../../support/rule-drafts.ts'
import { StockWorld } from '../../support/stock-world.ts'

let world: StockWorld
const { signal } = new AbortController()
const shops: PublishShop[] = []

beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
  await world.stocked('S1', 'W1', 12)
  await world.recipe('R1', { S1: 1 })
  for (const code of ['one', 'two']) {
    const shop = await new PublishShop(world, code, 'refusing').open({ recipe: 'R1', shown: 0, state: 'joining' })
    await shop.join()
    shops.push(shop)
  }
})
afterAll(() => world.close())

async function wanted(): Promise<readonly number[]> {
  const skuId = (await world.balance('S1'))?.skuId ?? ''
  await planQuotas({ em: world.em, clock: world.clock, signal }, [skuId])
  const { rows } = await sql<{
    wanted: string
  }>`select wanted from ${sql.table('listing_publishing')} order by listing_id`.execute(merchantDb(world.em))
  return rows.map(({ wanted: units }) => Number(units))
}

it('what a change is said to do to each quota is what it does once it is applied, and trying writes nothing', async () => {
  const before = await wanted()
  expect(before).toEqual([6, 6])
  const rules = [draft({ channels: [said('one', { rank: 1 }), said('two', { rank: 2, capUnits: 2 })] })]
  const tried = await tryRules(
    { em: world.em, clock: world.clock, signal },
    { rules, ends: [], fromMs: null, untilMs: null, top: 5 },
  )
  expect(await wanted()).toEqual(before)
  expect(tried).toMatchObject({ kind: 'tried', version: 0, skus: 1, listings: 2 })
  await apply(world, { rules })
  const after = await wanted()
  expect(after[1]).toBe(2)
  const changed = after.map((units, n) => units - (before[n] ?? 0)).filter((units) => units !== 0)
  const told = tried.kind === 'tried' ? tried.largest.map(({ beforeSets, afterSets }) => afterSets - beforeSets) : []
  expect(new Set(told)).toEqual(new Set(changed))
})
