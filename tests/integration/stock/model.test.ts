import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { LOCATIONS, PlainStock, POOLS, SKUS } from '../../support/plain-stock.ts'
import { stockCommands, type Real } from '../../support/stock-commands.ts'
import { runsOf } from '../../support/property-runs.ts'
import { MINUTE, StockWorld } from '../../support/stock-world.ts'

const BEGUN_WITH = { W1: 12, W2: 4, S1: 4 } as const

let world: StockWorld
let runs = 0
beforeAll(async () => {
  world = await StockWorld.open()
  await world.pool('south')
  await world.location('W1')
  await world.location('W2')
  await world.location('S1', { pool: 'south' })
  await world.defaultLocation('central', 'W1')
})
afterAll(() => world.close())

async function begin(): Promise<{ model: PlainStock; real: Real }> {
  runs += 1
  const code = (sku: string) => `${sku}-${runs}`
  for (const sku of SKUS) await world.sku(code(sku))
  await world.recipe(code('set'), { [code('a')]: 2, [code('b')]: 1 })
  const model = new PlainStock(world.nowMs)
  for (const sku of SKUS) {
    for (const [place, units] of Object.entries(BEGUN_WITH)) await world.stocked(code(sku), place, units)
    for (const place of LOCATIONS) model.movements.push({ place, sku, units: BEGUN_WITH[place], atMs: world.nowMs })
  }
  world.clock.advance(60 * MINUTE)
  return { model, real: { world, code, check: (plain) => compare(plain, code) } }
}

async function compare(plain: PlainStock, code: (sku: string) => string): Promise<void> {
  const balances = SKUS.flatMap((sku) => POOLS.map((pool) => ({ pool, sku })))
  const goods = SKUS.flatMap((sku) => LOCATIONS.map((place) => ({ place, sku })))
  const holds = plain.holds.map(({ id }) => id)
  const recorded = await world.figures({ skus: SKUS.map(code), pools: POOLS, locations: LOCATIONS, holds })
  expect(recorded).toEqual({
    balances: balances.map(({ pool, sku }) => ({ pool, sku: code(sku), ...plain.balance(pool, sku) })),
    goods: goods.map(({ place, sku }) => {
      const [units, named] = [plain.level(place, sku), plain.named(place, sku)]
      return { location: place, sku: code(sku), units, named, namedShort: Math.max(0, named - Math.max(0, units)) }
    }),
    holds: plain.holds.map(({ id, state }) => ({ id, state })),
  })
}

it('I1, I2, I6, I10: any sequence of commands and facts comes to what plain lists say, answer by answer', async () => {
  await fc.assert(
    fc.asyncProperty(stockCommands, (commands) => fc.asyncModelRun(begin, commands)),
    runsOf(30),
  )
  expect(await world.differences()).toEqual([])
})
