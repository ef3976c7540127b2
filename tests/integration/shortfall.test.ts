import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { merchantDb } from '../../src/db/merchant-db.ts'
import { removePenalty, setPenalty } from '../../src/shortfall/penalties.ts'
import { applyPlan, endTask, listShortfalls, listTasks, type Shortfall } from '../../src/shortfall/shortfalls.ts'
import { watchShortfalls } from '../../src/shortfall/watch-shortfalls.ts'
import { apply as applyRules, draft, said } from '../support/rule-drafts.ts'
import { OrderShop } from '../support/order-shop.ts'
import { StockWorld, yes } from '../support/stock-world.ts'

const DAY = 86_400_000
let world: StockWorld
let shop: OrderShop
beforeAll(async () => {
  world = await StockWorld.open()
  await world.pool('south')
  await world.location('W1')
  await world.location('S1', { pool: 'south' })
  await world.defaultLocation('central', 'W1')
  shop = await OrderShop.open(world, 'tmall')
})
afterAll(() => world.close())

const shortfallOf = async (sku: string): Promise<Shortfall | undefined> =>
  (await listShortfalls(world.em, { nowMs: world.nowMs, first: 50 })).find(({ balance }) => balance.sku === sku)
const need = async (sku: string): Promise<Shortfall> => {
  const found = await shortfallOf(sku)
  if (!found) throw new Error(`nothing of ${sku} is short`)
  return found
}
const apply = (sku: string, fingerprint: string, key = world.newKey()) =>
  applyPlan(world.em, { key, pool: 'central', sku, fingerprint, actor: 'test' }, world.nowMs)

/** Paid orders of so many units each, of which so many are there. */
async function ordered(sku: string, there: number, orders: readonly { readonly units: number; readonly shipInDays?: number }[]) {
  await world.sku(sku)
  if (there > 0) await world.stocked(sku, 'W1', there)
  const listing = await shop.listing(`${sku}/1/`, { [sku]: 1 })
  for (const [n, { units, shipInDays }] of orders.entries()) {
    const shipByMs = shipInDays === undefined ? null : world.nowMs + shipInDays * DAY
    await shop.tell({ orderId: `${sku}-${n + 1}`, createdAtMs: world.nowMs + n, shipByMs, lines: [{ listing, units }] })
  }
}

it('a shortfall is shown with its orders and a plan; arriving goods pay it first, and the plan shrinks and ends with its alarm', async () => {
  await ordered('filled', 2, [
    { units: 2, shipInDays: 1 },
    { units: 2, shipInDays: 2 },
    { units: 1, shipInDays: 3 },
  ])
  const first = await need('filled')
  expect(first.balance).toMatchObject({ shortfall: 3, held: 5, onHand: 2, deficit: 3 })
  expect(first.input.needs.map(({ reference }) => reference)).toEqual(['tmall:filled-3', 'tmall:filled-2', 'tmall:filled-1'])
  expect(first.plan.steps.reduce((sum, { units }) => sum + units, 0)).toBe(3)
  await Promise.all([1, 2].map(() => watchShortfalls(world.em, world.nowMs)))
  await watchShortfalls(world.em, world.nowMs)
  expect(await world.openAlarms('shortfall:central/filled')).toEqual(['shortfall'])
  await world.stocked('filled', 'W1', 2)
  const second = await need('filled')
  expect(second.balance.shortfall).toBe(1)
  expect(second.plan.costFen).toBeLessThan(first.plan.costFen)
  yes(await apply('filled', second.fingerprint))
  await world.stocked('filled', 'W1', 1)
  expect(await shortfallOf('filled')).toBeUndefined()
  await watchShortfalls(world.em, world.nowMs)
  expect([await world.openAlarms('shortfall:central/filled'), await world.openAlarms('sku:filled')]).toEqual([[], []])
  expect(await listTasks(world.em, [second.balance])).toEqual([])
  expect(await world.balance('filled')).toMatchObject({ held: 5, free: 0, deficit: 0 })
})

it('goods of another pool are offered first, then those that are coming, by what each costs', async () => {
  await ordered('ways', 0, [{ units: 3, shipInDays: 2 }])
  await world.tell({ kind: 'receipt', document: 'south', happenedAtMs: world.nowMs, sku: 'ways', location: 'S1', units: 1 })
  await sql`
    insert into ${sql.table('expected_receipt')} (id, pool_id, sku_id, due_on, expected, created_at)
    select gen_random_uuid(), p.id, s.id, '2026-11-15', 1, '2026-11-11'
      from ${sql.table('pool')} p, ${sql.table('sku')} s where p.code = 'central' and s.code = 'ways'`.execute(
    merchantDb(world.em),
  )
  const { plan } = await need('ways')
  // Ordered on the 11th, to be shipped by the 13th, and expected on the 15th: two days late.
  expect(plan.steps.map(({ treatment, units, pool }) => [treatment, units, pool])).toEqual(
    expect.arrayContaining([
      ['substitute', 1, 'south'],
      ['delay', 1, null],
      ['cancel', 1, null],
    ]),
  )
  const before = plan.costFen
  yes(
    await setPenalty(world.em, {
      treatment: 'delay',
      channel: 'tmall',
      platform: null,
      fixedFen: 90_000,
      perUnitFen: 0,
      perDayFen: 0,
      priceShare: 0,
    }),
  )
  const dearer = await need('ways')
  expect(dearer.plan.steps.map(({ treatment }) => treatment)).not.toContain('delay')
  expect(dearer.plan.costFen).not.toBe(before)
  const row = dearer.input.penalties.find(({ channelId }) => channelId !== null)
  expect(row).toMatchObject({ treatment: 'delay', fixedFen: 90_000 })
  const listed = yes(
    await setPenalty(world.em, {
      treatment: 'cancel',
      channel: null,
      platform: 'jd',
      fixedFen: 1,
      perUnitFen: 0,
      perDayFen: 0,
      priceShare: 0,
    }),
  )
  for (const { id } of listed.penalties) yes(await removePenalty(world.em, id))
  expect((await need('ways')).plan.costFen).toBe(before)
})

it('a share of the price counts what the listing shows: of one unit of a set its part of the set', async () => {
  await ordered('priced', 0, [{ units: 1 }, { units: 1 }])
  const set = await shop.listing('priced/pair/', { priced: 2 })
  await shop.tell({ orderId: 'priced-pair', lines: [{ listing: set, units: 1 }] })
  const price = (listing: string, fen: number) =>
    sql`update ${sql.table('listing')} set price_fen = ${fen} where external_id = ${listing}`.execute(merchantDb(world.em))
  await price('priced/1/', 9_900)
  await price(set, 12_000)
  const { input, plan } = await need('priced')
  const prices = new Map(input.needs.map(({ reference, priceFen }) => [reference, priceFen]))
  expect([prices.get('tmall:priced-1'), prices.get('tmall:priced-pair')]).toEqual([9_900, 6_000])
  const {
    fixedFen = 0,
    perUnitFen = 0,
    priceShare = 0,
  } = input.penalties.find(({ treatment, channelId, platform }) => treatment === 'cancel' && !channelId && !platform) ?? {}
  expect(priceShare).toBeGreaterThan(0)
  const cost = (priceFen: number, units: number) => fixedFen + (perUnitFen + (priceFen * priceShare) / 1_000) * units
  expect(plan.costFen).toBe(2 * cost(9_900, 1) + cost(6_000, 2))
})

it('where the harm is the same, the rules say whose orders are served: the goods go to the channel that comes first', async () => {
  const other = await OrderShop.open(world, 'outlet')
  await world.stocked('ranked', 'W1', 1)
  for (const one of [shop, other]) {
    const listing = await one.listing('ranked/1/', { ranked: 1 })
    // The one of the first channel is the younger one.
    const createdAtMs = world.nowMs + (one === shop ? 5_000 : 0)
    await one.tell({ orderId: 'ranked', createdAtMs, lines: [{ listing, units: 1 }] })
  }
  const treated = async () => (await need('ranked')).plan.steps.map(({ reference }) => reference)
  expect(await treated()).toEqual(['tmall:ranked'])
  await applyRules(world, { rules: [draft({ channels: [said('tmall', { rank: 1 })] })] })
  expect(await treated()).toEqual(['outlet:ranked'])
})

it('a plan is applied as it was shown or not at all, makes tasks and moves nothing', async () => {
  await ordered('applied', 1, [{ units: 2, shipInDays: 1 }])
  const shown = await need('applied')
  await shop.tell({ orderId: 'applied-9', lines: [{ listing: 'applied/1/', units: 1 }] })
  expect(await apply('applied', shown.fingerprint)).toMatchObject({ kind: 'refused', code: 'PLAN_CHANGED' })
  const now = await need('applied')
  const key = world.newKey()
  const before = await world.balance('applied')
  const [one, two] = await Promise.all([1, 2].map(() => apply('applied', now.fingerprint, key)))
  expect(one).toMatchObject({
    kind: 'planApplied',
    tasks: now.plan.steps.map(({ reference, treatment, units }) => ({ reference, treatment, units })),
  })
  expect(two).toMatchObject({ kind: 'planApplied' })
  expect(await apply('applied', 'other', key)).toMatchObject({ code: 'KEY_REUSED' })
  expect(await world.balance('applied')).toEqual(before)
  const tasks = await listTasks(world.em, [now.balance])
  expect(tasks).toHaveLength(now.plan.steps.length)
  expect(await endTask(world.em, { id: tasks[0]?.id ?? '', actor: 'test', nowMs: world.nowMs })).toBe(true)
  expect(await endTask(world.em, { id: tasks[0]?.id ?? '', actor: 'test', nowMs: world.nowMs })).toBe(false)
  const wrong = {
    treatment: 'cancel',
    channel: 'none',
    platform: null,
    fixedFen: 0,
    perUnitFen: 0,
    perDayFen: 0,
    priceShare: 0,
  } as const
  expect(await setPenalty(world.em, wrong)).toMatchObject({ code: 'UNKNOWN_CHANNEL' })
  expect(await setPenalty(world.em, { ...wrong, channel: null, fixedFen: -1 })).toMatchObject({
    code: 'INVALID',
    field: 'fixedFen',
  })
  expect(await setPenalty(world.em, { ...wrong, channel: 'tmall', platform: 'jd' })).toMatchObject({ code: 'INVALID' })
})
