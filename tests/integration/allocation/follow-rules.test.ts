import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { RuleFollower } from '../../../src/allocation/follow-rules.ts'
import { readBook, RuleShelf } from '../../../src/allocation/read-rules.ts'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import type { RuledPolicy } from '../../../src/domain/allocation/policy.ts'
import { planQuotas } from '../../../src/publishing/plan-quotas.ts'
import { PublishShop } from '../../support/publish-world.ts'
import { apply, draft, said } from '../../support/rule-drafts.ts'
import { StockWorld } from '../../support/stock-world.ts'

let world: StockWorld
const { signal } = new AbortController()

beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
  await sql`insert into ${sql.table('sku')} (code, name, tags, created_at, updated_at)
    select 'S' || n, 's', case when n <= 700 then '{hot}'::text[] else '{}' end, '2026-01-01', '2026-01-01' from generate_series(1, 1200) n`.execute(
    merchantDb(world.em),
  )
})
afterAll(() => world.close())

async function all(follower: RuleFollower, shelf: RuleShelf): Promise<number> {
  const seen = new Set<string>()
  for (let page = 0; page < 10; page += 1) {
    const some = await follower.next(world.em, { shelf, nowMs: world.nowMs })
    if (some.length === 0) return seen.size
    for (const id of some) seen.add(id)
  }
  throw new Error('it does not end')
}

it('finds the goods concerned when rules come and go and when their time begins and ends, and nothing else', async () => {
  const [follower, shelf] = [new RuleFollower(), new RuleShelf()]
  const look = () => all(follower, shelf)
  expect(await look()).toBe(0)
  await apply(world, { rules: [draft({ scope: { kind: 'sku', sku: 'S900' }, values: { reserveUnits: 1 } })] })
  expect(await look()).toBe(1)
  const hot = draft({ scope: { kind: 'tag', tag: 'hot', position: 0 }, values: { reserveUnits: 2 } })
  await apply(world, { rules: [hot], fromMs: world.nowMs + 60_000, untilMs: world.nowMs + 120_000 })
  expect(await look()).toBe(700)
  expect(await look()).toBe(0)
  world.clock.advance(60_000)
  expect(await look()).toBe(700)
  world.clock.advance(59_999)
  expect(await look()).toBe(0)
  world.clock.advance(1)
  expect(await look()).toBe(700)
  world.clock.advance(-30_000)
  expect(await look()).toBe(700)
  world.clock.advance(30_000)
  expect(await look()).toBe(700)
  await apply(world, { rules: [draft({ values: { reserveUnits: 1 } })] })
  expect(await look()).toBe(1_200)
})

it('the planner hands what counts now to whoever shares the units, and listings whose quota changes are due', async () => {
  await world.stocked('S1', 'W1', 12)
  await world.recipe('R1', { S1: 1 })
  const shops: PublishShop[] = []
  for (const code of ['one', 'two']) {
    const shop = await new PublishShop(world, code, 'refusing').open({ recipe: 'R1', shown: 0, state: 'joining' })
    await shop.join()
    shops.push(shop)
  }
  const capped: RuledPolicy = (pool, takers) => new Map(takers.map((one) => [one.listingId, one.rule.capUnits ?? pool.freeUnits]))
  const skuId = (await world.balance('S1'))?.skuId ?? ''
  const shelf = new RuleShelf()
  const plan = () => planQuotas({ em: world.em, clock: world.clock, signal, policy: capped, shelf }, [skuId])
  const wanted = async () => {
    const { rows } = await sql<{ wanted: string; due: boolean }>`
      select wanted, next_at is not null as due from ${sql.table('listing_publishing')} order by listing_id`.execute(
      merchantDb(world.em),
    )
    return rows.map(({ wanted: units, due }) => [Number(units), due])
  }
  const { rules } = await readBook(world.em)
  await apply(world, {
    ends: rules.map(({ id }) => id),
    rules: [draft({ channels: [said('one', { capUnits: 4 }), said('two', { capUnits: 2 })] })],
  })
  await plan()
  expect(await wanted()).toEqual([
    [4, true],
    [2, true],
  ])
  for (const shop of shops) await shop.publish()
  expect(shops.map(({ shown }) => shown)).toEqual([4, 2])
  await apply(world, {
    rules: [draft({ scope: { kind: 'tag', tag: 'hot', position: 0 }, channels: [said('two', { capUnits: 5 })] })],
    fromMs: world.nowMs + 1_000,
    untilMs: world.nowMs + 2_000,
  })
  expect(await plan()).toMatchObject({ changed: 0 })
  world.clock.advance(1_000)
  expect(await plan()).toMatchObject({ changed: 1 })
  world.clock.advance(1_000)
  await plan()
  expect((await wanted()).map(([units]) => units)).toEqual([4, 2])
})
