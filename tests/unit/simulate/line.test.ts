import { describe, expect, it } from 'vitest'
import { runScenario } from '../../../simulate/run.ts'
import { openShopFront } from '../../../simulate/world/shop-front.ts'
import { Quiet } from '../../../simulate/world/quiet.ts'
import { SimClock } from '../../../simulate/world/sim-clock.ts'
import { readCall, type WireCall } from '../../../simulate/world/read-move.ts'
import { equalParts, fullNumber, republishing, staticSplit } from '../../../simulate/policies/split.ts'
import { generate } from '../../../simulate/generate.ts'
import type { ScenarioShop } from '../../../simulate/scenario.ts'

const calm: ScenarioShop = {
  semantics: 'keyed',
  restores: true,
  rank: 1,
  pollTicks: 3,
  feedLagTicks: 0,
  refused: 0,
  unknown: 0,
  roundTripTicks: 0,
  freeze: null,
  push: false,
  hiddenTicks: 0,
}

describe('what goes over the line', () => {
  it.each([
    ['taobao', 'keyed'],
    ['taobao', 'clamped'],
    ['jd', 'keyed'],
    ['jd', 'refusing'],
    ['pinduoduo', 'refusing'],
  ] as const)('is read from the requests themselves: %s, %s', async (platform, semantics) => {
    const clock = new SimClock(new Date('2026-05-20T04:00:00Z'))
    const shop = { ...calm, platform, semantics, shown: 5 }
    const front = await openShopFront({
      clock,
      quiet: new Quiet(),
      seed: 1,
      index: 0,
      shop,
      merchantCode: 'GOODS',
      sockets: false,
    })
    const calls: WireCall[] = []
    const { handler } = front.sandbox
    Reflect.set(
      front.sandbox,
      'handler',
      (request: Parameters<typeof handler>[0]) => (calls.push(readCall(request)), handler(request)),
    )
    const signal = new AbortController().signal
    const call = semantics === 'keyed' ? 'keyed delta' : 'delta'
    const send = (move: Parameters<typeof front.connector.changeStock>[0]['changes'][number]['move'], key: string) =>
      front.connector.changeStock({ signedAt: clock.now(), changes: [{ listing: front.row, call, move, key }] }, signal)
    await send({ kind: 'raise', units: 4 }, 'aa01')
    await send({ kind: 'lower', units: 2 }, 'aa02')
    await front.connector.readStock([front.row], signal)
    await send({ kind: 'stop' }, 'aa03')
    const takesKeys = platform === 'jd' || semantics === 'keyed'
    expect(calls).toEqual([
      { kind: 'stock call', raises: 4, stops: false, key: takesKeys ? 'aa01' : null },
      { kind: 'stock call', raises: 0, stops: false, key: takesKeys ? 'aa02' : null },
      { kind: 'stock read' },
      { kind: 'stock call', raises: 0, stops: true, key: platform === 'jd' ? 'aa03' : null },
    ])
    expect(front.row.sellable).toBe(0)
  })
})

describe('what most tools do', { timeout: 60_000 }, () => {
  const quiet = new Quiet()
  const signal = new AbortController().signal
  const seeds = Array.from({ length: 5 }, (_, n) => generate(n + 1))

  it('N1, N2: publishing what was seen oversells', async () => {
    const oversold = async (spread: typeof fullNumber): Promise<number> => {
      let units = 0
      for (const scenario of seeds) {
        const open = async (world: Parameters<typeof republishing>[0]) => republishing(world, spread)
        units += (await runScenario(scenario, { quiet, signal, open })).oversoldUnits
      }
      return units
    }
    const full = await oversold(fullNumber)
    expect(full).toBeGreaterThan(0)
    expect(await oversold(equalParts)).toBeLessThan(full)
  })

  it('a split that never moves oversells nothing, and sells the less', async () => {
    const outcomes = []
    for (const scenario of seeds)
      outcomes.push(await runScenario(scenario, { quiet, signal, open: async (world) => staticSplit(world) }))
    expect(outcomes.every(({ oversoldUnits }) => oversoldUnits === 0)).toBe(true)
  })

  it('comes out the same every time', async () => {
    const [scenario] = seeds
    if (!scenario) throw new Error('no seed')
    const open = async (world: Parameters<typeof republishing>[0]) => republishing(world, fullNumber)
    expect(await runScenario(scenario, { quiet, signal, open })).toEqual(await runScenario(scenario, { quiet, signal, open }))
  })
})
