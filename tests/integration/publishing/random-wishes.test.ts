import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { FrontName } from '../../support/publish-fronts.ts'
import { PublishShop } from '../../support/publish-world.ts'
import { runsOf } from '../../support/property-runs.ts'
import type { Fate } from '../../support/stock-call-gate.ts'
import { StockWorld } from '../../support/stock-world.ts'

let world: StockWorld
let made = 0

beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
})
afterAll(() => world.close())

const shopFronts: readonly FrontName[] = ['keyed', 'refusing', 'clamped', 'unproven', 'hiding']
const ON_HAND = 24

type Step =
  | { readonly do: 'buy'; readonly shop: number; readonly units: number }
  | { readonly do: 'cancel'; readonly shop: number; readonly which: number }
  | { readonly do: 'want'; readonly shop: number; readonly units: number; readonly fate: Fate | null }
  | { readonly do: 'publish' | 'pull' | 'release'; readonly shop: number }
  | { readonly do: 'wait'; readonly seconds: number }

const shop = fc.nat({ max: shopFronts.length - 1 })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('buy' as const), shop, units: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const), shop, which: fc.nat({ max: 50 }) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('want' as const),
      shop,
      units: fc.nat({ max: 12 }),
      fate: fc.option(fc.constantFrom<Fate>('applied', 'lost', 'held'), { freq: 2 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('publish' as const, 'pull' as const, 'release' as const), shop }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), seconds: fc.constantFrom(1, 5, 40, 200, 620) }) },
)

async function openShops(): Promise<readonly PublishShop[]> {
  made += 1
  await world.stocked(`P${made}`, 'W1', ON_HAND)
  await world.recipe(`RP${made}`, { [`P${made}`]: 1 })
  const shops = []
  for (const [n, front] of shopFronts.entries()) {
    const one = await new PublishShop(world, `p${made}-${n}`, front).open({ recipe: `RP${made}`, shown: n, state: 'joining' })
    await one.join()
    shops.push(one)
  }
  return shops
}

async function take(shops: readonly PublishShop[], one: Step): Promise<void> {
  if (one.do === 'wait') {
    world.clock.advance(one.seconds * 1_000)
    return
  }
  const at = shops[one.shop]
  if (!at) return
  if (one.do === 'buy') at.buy(one.units)
  if (one.do === 'cancel') at.cancelOne(one.which)
  if (one.do === 'pull') await at.pull()
  if (one.do === 'release') await at.calls.release()
  if (one.do === 'want') {
    if (one.fate) at.calls.fate(one.fate)
    await at.want(one.units)
  }
  if (one.do === 'publish' || one.do === 'want') await at.publish()
}

it('I3, I4, B: whatever is wanted, and whatever befalls the calls, no shop can sell more than the books know', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 40, maxLength: 60 }), async (steps) => {
      const shops = await openShops()
      for (const one of steps) {
        await take(shops, one)
        const excesses = await Promise.all(shops.map((each) => each.excess()))
        expect({ after: one, beyond: excesses.filter((units) => units > 0) }).toEqual({ after: one, beyond: [] })
        expect(shops.reduce((sum, each) => sum + each.live, 0)).toBeLessThanOrEqual(ON_HAND)
      }
      expect(await world.balance(`P${made}`)).toMatchObject({ deficit: 0 })
    }),
    runsOf(4),
  )
}, 120_000)
