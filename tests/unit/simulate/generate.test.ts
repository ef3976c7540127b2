import { describe, expect, it } from 'vitest'
import { generate } from '../../../simulate/generate.ts'
import { readScenarios } from '../../../simulate/read-scenarios.ts'
import { ScenarioLine, TICKS, type Scenario } from '../../../simulate/scenario.ts'
import { demandOverStock, suppliedUnits } from '../../../simulate/supply.ts'

const many = Array.from({ length: 600 }, (_, n) => generate(n + 1))
const shops = many.flatMap((scenario) => scenario.shops)

function shareOf<T>(of: readonly T[], is: (one: T) => boolean): number {
  return of.filter(is).length / of.length
}

/** The most units wanted within 8 ticks, of all. */
function densest({ demand }: Scenario): number {
  const within = demand.map(({ tick }) => demand.filter((other) => other.tick >= tick && other.tick < tick + 8))
  const units = (of: Scenario['demand']): number => of.reduce((sum, one) => sum + one.units, 0)
  return Math.max(...within.map(units)) / units(demand)
}

describe('the scenarios of seeds', () => {
  it('are the same for the same seed, and others for others', () => {
    expect(generate(7)).toEqual(generate(7))
    expect(generate(7)).not.toEqual(generate(8))
  })

  it('lie in the stated ranges', () => {
    for (const scenario of many) {
      expect(scenario.shops.length).toBeGreaterThanOrEqual(2)
      expect(scenario.shops.length).toBeLessThanOrEqual(4)
      expect(scenario.stock).toBeGreaterThanOrEqual(4)
      expect(scenario.stock).toBeLessThanOrEqual(120)
      expect(scenario.demand.every(({ units, tick }) => units >= 1 && units <= 3 && tick < TICKS + 8)).toBe(true)
    }
    const ratios = many.filter((scenario) => suppliedUnits(scenario) > 20).map(demandOverStock)
    expect(Math.min(...ratios)).toBeGreaterThan(0.55)
    expect(Math.max(...ratios)).toBeLessThan(3.1)
    expect(shops.every(({ pollTicks }) => pollTicks >= 3 && pollTicks <= 20)).toBe(true)
  })

  it('have each kind of shop, fault and burst about as often as stated', () => {
    for (const semantics of ['keyed', 'refusing', 'clamped'])
      expect(shareOf(shops, (shop) => shop.semantics === semantics)).toBeCloseTo(1 / 3, 1)
    for (const lag of [0, 5, 30]) expect(shareOf(shops, ({ feedLagTicks }) => feedLagTicks === lag)).toBeCloseTo(1 / 3, 1)
    for (const chance of [0, 0.05, 0.2]) expect(shareOf(shops, ({ refused }) => refused === chance)).toBeCloseTo(1 / 3, 1)
    for (const chance of [0, 0.05, 0.25]) expect(shareOf(shops, ({ unknown }) => unknown === chance)).toBeCloseTo(1 / 3, 1)
    expect(shareOf(shops, ({ restores }) => restores)).toBeCloseTo(0.5, 1)
    expect(shareOf(shops, ({ push }) => push)).toBeCloseTo(0.5, 1)
    expect(shareOf(shops, ({ freeze }) => freeze !== null)).toBeCloseTo(0.15, 1)
    expect(shareOf(shops, ({ hiddenTicks }) => hiddenTicks > 0)).toBeCloseTo(1 / 3, 1)
    expect(shareOf(many, ({ receipts }) => receipts.length > 0)).toBeCloseTo(0.25, 1)
    expect(shareOf(many, (scenario) => scenario.shops.some(({ shown }) => shown !== undefined))).toBeCloseTo(0.25, 1)
    expect(shareOf(many, (scenario) => densest(scenario) > 0.45)).toBeCloseTo(1 / 3, 1)
    const cancelled = many.map(({ demand }) => shareOf(demand, ({ cancelTick }) => cancelTick !== null))
    expect(shareOf(cancelled, (share) => share > 0.15)).toBeGreaterThan(0.2)
  })

  it('never show more units before joining than there are', () => {
    for (const { shops: some, stock } of many)
      expect(some.reduce((sum, { shown = 0 }) => sum + shown, 0)).toBeLessThanOrEqual(stock)
  })

  it('spread the goods over pools, each of which some shop sells from', () => {
    for (const { shops: some, stock, pools = [], receipts } of many.map(({ seed }) => generate(seed, 'pools'))) {
      expect(pools.reduce((sum, units) => sum + units, 0)).toBe(stock)
      expect(new Set(some[0]?.pools)).toEqual(new Set(pools.keys()))
      expect(
        [...some.flatMap((shop) => shop.pools ?? []), ...receipts.map(({ pool = 0 }) => pool)].every((pool) => pool in pools),
      ).toBe(true)
    }
  })

  it('change what a set is made of while shoppers come', () => {
    for (const scenario of many.map(({ seed }) => generate(seed, 'recipes'))) {
      const { from = [], to = [], tick = 0, toldTick = 0 } = scenario.recipeChange ?? {}
      expect(from).not.toEqual(to)
      expect(toldTick).toBeLessThanOrEqual(tick)
      expect(tick).toBeLessThan(TICKS)
      expect(readScenarios(JSON.stringify(scenario))).toEqual([scenario])
    }
  })

  it('bring most of the demand to the beginning of a flash sale', () => {
    for (const scenario of many.map(({ seed }) => generate(seed, 'campaigns'))) {
      const { shop = -1, tick = 0, units = 0 } = scenario.campaign ?? {}
      const atSale = scenario.demand.filter((event) => event.shop === shop && event.tick >= tick && event.tick < tick + 8)
      expect(units).toBeLessThanOrEqual(scenario.stock)
      expect(scenario.demand.length < 30 || atSale.length > scenario.demand.length * 0.3).toBe(true)
    }
  })

  it.each([
    ['the pools hold 3 units', { pools: [1, 2] }],
    ['no pool 1', { receipts: [{ tick: 1, units: 1, pool: 1 }] }],
    ['a figure for each of 1 goods', { recipeChange: { from: [1], to: [1, 1], tick: 2, toldTick: 1, others: [] } }],
    ['told before it counts', { recipeChange: { from: [1], to: [2], tick: 2, toldTick: 3, others: [] } }],
  ])('say what cannot be: %s', (message, change) => {
    expect(() => readScenarios(JSON.stringify({ ...generate(7), ...change }))).toThrow(message)
  })

  it('travel as JSON lines, with or without what may be left out', () => {
    const lines = many.slice(0, 5).map((scenario) => JSON.stringify(scenario))
    expect(readScenarios(`${lines.join('\n')}\n`)).toEqual(many.slice(0, 5))
    const shop =
      '{"semantics":"keyed","restores":true,"rank":1,"pollTicks":3,"feedLagTicks":0,"refused":0,"unknown":0,"roundTripTicks":0,"freeze":null,"push":false,"hiddenTicks":0}'
    const bare = `{"seed":1,"shops":[${shop}],"stock":4,"receipts":[],"demand":[{"tick":1,"shop":0,"units":1,"cancelTick":null}]}`
    expect(readScenarios(bare)).toHaveLength(1)
    expect(ScenarioLine.safeParse({}).success).toBe(false)
  })

  it('name the line that does not fit', () => {
    expect(() => readScenarios('{"seed":1}')).toThrow(/line 1/)
  })
})
