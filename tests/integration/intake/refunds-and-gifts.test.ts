import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ShipWorld } from '../../support/ship-world.ts'
import { StockWorld } from '../../support/stock-world.ts'

describe.each(['taobao', 'jd', 'pinduoduo'] as const)('a shop on %s', (name) => {
  let world: StockWorld
  let shop: ShipWorld
  beforeAll(async () => {
    world = await StockWorld.open()
    await world.location('W1')
    shop = await ShipWorld.open(world, name)
  })
  afterAll(() => world.close())

  /** What the pool holds and has of the first two listings' goods. */
  async function stock() {
    const balances = [await shop.balance(0), await shop.balance(1)]
    return balances.map((balance) => ({ held: balance?.held ?? 0, onHand: balance?.onHand ?? 0, free: balance?.free ?? 0 }))
  }

  it('R9: asked for before shipping, a refund frees nothing; once it is done the goods are free again, and only those', async () => {
    const before = await stock()
    const [first, second] = [before[0], before[1]]
    if (!first || !second) throw new Error('no stock')
    const orderId = await shop.order(2, 3)
    const held = [
      { ...first, held: first.held + 2, free: first.free - 2 },
      { ...second, held: second.held + 3, free: second.free - 3 },
    ]
    expect(await stock()).toEqual(held)
    const lines = shop.market.shop('A').order(orderId).lines
    const refunds = lines.map(({ id: lineId }) => shop.market.askRefund('A', { orderId, lineId }))
    await shop.read()
    expect(await stock()).toEqual(held)
    for (const { id } of refunds) shop.market.settleRefund('A', id, 'done')
    await shop.read()
    await shop.read()
    expect(await stock()).toEqual(before)
    const cancelled = (await shop.shop.booked()).get(orderId)?.lines.map(({ state }) => state)
    expect(new Set(cancelled)).toEqual(new Set(['cancelled']))
  })

  it('R9: a refund that the seller turns down before shipping leaves the order as it was, and it ships', async () => {
    const [before] = await stock()
    const orderId = await shop.order(1)
    const line = shop.market.shop('A').order(orderId).lines[0]
    const refund = shop.market.askRefund('A', { orderId, lineId: line?.id ?? '' })
    await shop.read()
    shop.market.settleRefund('A', refund.id, 'closed')
    await shop.read()
    expect((await stock())[0]).toMatchObject({ held: (before?.held ?? 0) + 1 })
    shop.market.ship('A', { orderId, carrier: shop.carrier, waybill: 'SF1' })
    await shop.read()
    expect((await stock())[0]).toEqual({ ...before, onHand: (before?.onHand ?? 0) - 1, free: (before?.free ?? 0) - 1 })
  })

  it('a gift takes units of its own goods, which leave with the order or come back with it', async () => {
    const before = await stock()
    const [first, second] = [before[0], before[1]]
    if (!first || !second) throw new Error('no stock')
    const [sold, given] = shop.shop.rows
    const place = (): string => {
      const lines = [
        { listingId: sold?.id ?? '', units: 1 },
        { listingId: given?.id ?? '', units: 2, gift: true },
      ]
      const placed = shop.market.place('A', { lines })
      if (!placed.placed) throw new Error(placed.reason)
      return placed.order.id
    }
    const shipped = place()
    const cancelled = place()
    await shop.read()
    expect(await stock()).toEqual([
      { ...first, held: first.held + 2, free: first.free - 2 },
      { ...second, held: second.held + 4, free: second.free - 4 },
    ])
    expect((await shop.shop.booked()).get(shipped)?.lines.map(({ gift, units }) => [gift, units])).toEqual(
      expect.arrayContaining([
        [false, 1],
        [true, 2],
      ]),
    )
    shop.market.ship('A', { orderId: shipped, carrier: shop.carrier, waybill: 'SF2' })
    shop.market.cancel('A', cancelled)
    await shop.read()
    await shop.read()
    expect(await stock()).toEqual([
      { ...first, onHand: first.onHand - 1, free: first.free - 1 },
      { ...second, onHand: second.onHand - 2, free: second.free - 2 },
    ])
  })
})
