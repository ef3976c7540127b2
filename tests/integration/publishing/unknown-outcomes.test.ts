import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { joinedShop, untilSettled } from '../../support/joined-shop.ts'
import type { Fate } from '../../support/stock-call-gate.ts'
import { StockWorld } from '../../support/stock-world.ts'

let world: StockWorld

beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
})
afterAll(() => world.close())

const fates: readonly Fate[] = ['applied', 'lost', 'held']
const kinds = ['raise', 'lower'] as const
const cases = (['keyed', 'refusing', 'clamped', 'unproven', 'hiding'] as const).flatMap((front) =>
  kinds.flatMap((kind) => fates.map((fate) => ({ front, kind, fate }))),
)

describe('A5: a time-out on a write', () => {
  it.each(cases)(
    'R5: a $kind of a $front shop whose call was $fate is settled by proof, and in between its units stay counted',
    async ({ front, kind, fate }) => {
      const { sku, shop } = await joinedShop(world, front)
      const wanted = kind === 'raise' ? 7 : 1
      shop.calls.fate(fate)
      await shop.want(wanted)
      await shop.publish()
      // What may have been raised is counted, what may have been lowered is not free.
      expect(await shop.quota()).toBe(Math.max(4, wanted))
      expect(await shop.excess()).toBeLessThanOrEqual(0)
      shop.buy(1)
      expect(await shop.excess()).toBeLessThanOrEqual(0)
      world.clock.advance(60_000)
      await shop.calls.release()
      expect(await shop.excess()).toBeLessThanOrEqual(0)
      await untilSettled(shop)
      await shop.catchUp()
      await shop.publish()
      expect(shop.shown).toBe(await shop.quota())
      expect((await shop.commands()).map(({ state }) => state)).not.toContain('unknown')
      const { quota, held, free } = (await world.balance(sku)) ?? { quota: 0, held: 0, free: 0 }
      expect(quota + held + free).toBe(10)
      expect(await shop.excess()).toBe(0)
    },
  )

  it('N9, R5: an error of a later try says nothing of the first one, which is applied late', async () => {
    const { shop } = await joinedShop(world, 'keyed')
    shop.calls.fate('held')
    await shop.want(7)
    await shop.publish()
    world.clock.advance(3_000)
    // The second try is refused by the platform's service; the first is still on its way.
    shop.sandbox.world.faults.add({ kind: 'busy', method: 'quantity.update', times: 1 })
    await shop.publish()
    expect(await shop.quota()).toBe(7)
    await shop.calls.release()
    expect(shop.shown).toBe(7)
    expect(await shop.excess()).toBe(0)
    await untilSettled(shop)
    await shop.catchUp()
    await shop.publish()
    expect(await shop.quota()).toBe(7)
  })

  it('R1: what the gateway refuses is given back at once, and sent again later', async () => {
    const { sku, shop } = await joinedShop(world, 'refusing')
    shop.sandbox.world.faults.add({ kind: 'throttle', method: 'quantity.update', times: 1 })
    await shop.want(7)
    const { dueAt } = await shop.publish()
    expect(dueAt && dueAt > world.clock.now()).toBe(true)
    expect(await world.balance(sku)).toMatchObject({ quota: 4, free: 6 })
    world.clock.advance(60_000)
    await shop.publish()
    expect(shop.shown).toBe(7)
  })

  it('R2: a lowering the platform’s service refuses counts as nothing taken', async () => {
    const { sku, shop } = await joinedShop(world, 'refusing')
    shop.buy(3)
    // Three are sold and not seen yet: lowering by three would go below zero.
    await shop.want(1)
    await shop.publish()
    expect(await world.balance(sku)).toMatchObject({ quota: 4, free: 6 })
    expect(await shop.excess()).toBe(0)
    await shop.catchUp()
    expect(await world.balance(sku)).toMatchObject({ quota: 1, held: 3, free: 6 })
  })

  it('N10, R2: a lowering that was clamped at zero frees only what a settled reading proves', async () => {
    const { sku, shop } = await joinedShop(world, 'clamped')
    shop.buy(3)
    await shop.want(0)
    await shop.publish()
    expect(shop.shown).toBe(0)
    expect(await world.balance(sku)).toMatchObject({ quota: 4, free: 6 })
    await shop.catchUp()
    await shop.publish()
    expect(await world.balance(sku)).toMatchObject({ quota: 0, held: 3, free: 7 })
  })
})
