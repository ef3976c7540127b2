import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { explainQuota } from '../../../src/allocation/explain-quota.ts'
import { listCharges, showBudget } from '../../../src/allocation/show-budget.ts'
import { readAsked, showOvercommit } from '../../../src/allocation/show-overcommit.ts'
import { tryRules } from '../../../src/allocation/try-rules.ts'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { planQuotas } from '../../../src/publishing/plan-quotas.ts'
import { PublishShop } from '../../support/publish-world.ts'
import { apply, draft } from '../../support/rule-drafts.ts'
import { StockWorld } from '../../support/stock-world.ts'

let world: StockWorld
let skuId = ''
const { signal } = new AbortController()
const shops: PublishShop[] = []
const rules = [draft({ name: 'last units', values: { overcommitUnits: 5, oversellUnitsPerDay: 0.1 } })]
const change = { rules, ends: [], fromMs: null, untilMs: null }
const DAY_MS = 86_400_000

beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
  await world.stocked('S1', 'W1', 1)
  await world.recipe('R1', { S1: 1 })
  for (const code of ['one', 'two', 'three']) {
    const shop = await new PublishShop(world, code, 'refusing').open({ recipe: 'R1', shown: 0, state: 'joining' })
    await shop.join()
    await shop.publish()
    shops.push(shop)
  }
  skuId = (await world.balance('S1'))?.skuId ?? ''
  // Each has sold half a unit in three days.
  await sql`
    update ${sql.table('listing_publishing')}
       set demand_units = 0.5, demand_seconds = 259200, demand_at = ${world.clock.now()}::timestamptz`.execute(
    merchantDb(world.em),
  )
  await publishAll()
})
afterAll(() => world.close())

async function publishAll() {
  for (const shop of shops) await shop.catchUp()
  await planQuotas({ em: world.em, clock: world.clock, signal, granting: world.desk }, [skuId])
  for (const shop of shops) await shop.publish()
}

async function explain(code: string, isTried = false) {
  const { rows } = await sql<{ key: string }>`
    select l.external_id as key from ${sql.table('listing')} l join ${sql.table('channel')} c on c.id = l.channel_id
     where c.code = ${code} and l.recipe_id is not null`.execute(merchantDb(world.em))
  const asked = { channel: code, listing: rows[0]?.key ?? '', ifRules: isTried ? change : null }
  const told = await explainQuota(world, asked)
  if (told.kind !== 'explained') throw new Error(told.message)
  return told
}

it('the curve tells what is lost and what is oversold at each number of shops, before any rule allows it', async () => {
  const [pool, ...others] = await showOvercommit(world, skuId)
  expect(others).toEqual([])
  expect(pool).toMatchObject({ thereUnits: 1, isFast: false, limits: { overcommitUnits: 0 }, asked: { units: 0 }, shownUnits: 0 })
  expect(pool?.curve.map(({ overcommitUnits, shops: count }) => [overcommitUnits, count])).toEqual([
    [0, 1],
    [1, 2],
    [2, 3],
  ])
  const [lost, oversold] = [pool?.curve.map((one) => one.lostPerDay), pool?.curve.map((one) => one.oversoldPerDay)]
  expect(lost?.toSorted((a, b) => b - a)).toEqual(lost)
  expect(oversold?.toSorted((a, b) => a - b)).toEqual(oversold)
  expect([lost?.at(-1), oversold?.[0]]).toEqual([0, 0])
  expect(pool?.shops.map(({ channelId }) => channelId).toSorted()).toEqual(shops.map(({ channelId }) => channelId).toSorted())
})

it('what tried rules ask for is told, apart from what is granted, and nothing is written', async () => {
  const tried = await tryRules({ em: world.em, clock: world.clock, signal }, { ...change, top: 5 })
  expect(tried).toMatchObject({
    overcommit: { before: { skus: 0, units: 0, perDay: 0 }, after: { skus: 1, units: 2 }, budgetPerDay: 0.1 },
    channels: [{ raisedSets: 1 }, { raisedSets: 1 }],
  })
  const perDay = tried.kind === 'tried' ? tried.overcommit.after.perDay : NaN
  expect(perDay).toBeGreaterThan(0)
  expect(perDay).toBeLessThanOrEqual(0.1)

  for (const { code } of shops) {
    const { now, otherwise } = await explain(code, true)
    expect(now.overcommit).toEqual([])
    expect(otherwise).toMatchObject({
      wantedSets: 1,
      overcommit: [{ sku: 'S1', basis: 'asked', units: 2, perDay, isHere: true }],
    })
    expect(otherwise?.steps).toContainEqual(
      expect.objectContaining({ kind: 'overcommit', units: 2, rule: expect.objectContaining({ name: 'last units' }) }),
    )
  }
  expect(await world.balance('S1')).toMatchObject({ overcommit: 0, overcommitWanted: 0, overcommitPerDay: 0 })
  expect(await showBudget(world)).toMatchObject({ unitsPerDay: 0, grantedPerDay: 0, leftPerDay: 0 })
})

it('what is granted is told as such once the rules count, and is used of the budget', async () => {
  await apply(world, { rules })
  await publishAll()
  expect(shops.map(({ shown }) => shown)).toEqual([1, 1, 1])
  const { now } = await explain('two')
  expect(now).toMatchObject({ wantedSets: 1, overcommit: [{ basis: 'granted', units: 2, isHere: true }] })
  expect(now.steps).toContainEqual(expect.objectContaining({ kind: 'overcommit', units: 2 }))
  const [pool] = await showOvercommit(world, skuId)
  expect(pool).toMatchObject({ asked: { units: 2 }, granted: { units: 2 }, shownUnits: 2, limits: { overcommitUnits: 5 } })
  expect([...(await readAsked(world, [skuId])).values()]).toMatchObject([{ units: 2 }])
  const budget = await showBudget(world)
  expect(budget).toMatchObject({ unitsPerDay: 0.1, owedUnits: 0, strictSince: null, strictUntil: null })
  expect(budget.grantedPerDay).toBeCloseTo(pool?.granted.perDay ?? NaN, 12)
  expect(budget.leftPerDay).toBeCloseTo(0.1 - budget.grantedPerDay, 12)
})

it('what was oversold is told with its cause, and when the budget comes back, by what the rules state now', async () => {
  const [one, two] = shops
  one?.buy()
  two?.buy()
  await one?.catchUp()
  await two?.catchUp()
  const charges = await listCharges(world.em, { first: 1, after: null })
  expect(charges).toMatchObject({ rows: [{ skuId, units: 1, pool: expect.any(String) }], hasNextPage: false })
  expect(charges.rows[0]?.document).not.toBe('')
  expect(await listCharges(world.em, { first: 1, after: charges.rows[0]?.id ?? null })).toMatchObject({ rows: [] })
  const strict = await showBudget(world)
  expect(strict).toMatchObject({ leftPerDay: 0, strictSince: expect.any(Date) })
  const days = (until: Date | null) => ((until?.getTime() ?? NaN) - world.nowMs) / DAY_MS
  expect(strict.owedUnits).toBeGreaterThan(0.9)
  expect(days(strict.strictUntil)).toBeCloseTo(strict.owedUnits / 0.1, 3)

  await apply(world, { rules: [draft({ values: { overcommitUnits: 5, oversellUnitsPerDay: 2 } })] })
  expect(days((await showBudget(world)).strictUntil)).toBeCloseTo(strict.owedUnits / 2, 1)
  await apply(world, { rules: [draft({ values: { oversellUnitsPerDay: 0 } })] })
  expect(await showBudget(world)).toMatchObject({ unitsPerDay: 0, strictSince: expect.any(Date), strictUntil: null })
})
