import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeDue, takeDueTask, type Lease } from '../../src/jobs/channel-task.ts'
import { LeaseLost } from '../../src/jobs/with-lease.ts'
import { pullRefunds, refundsOf } from '../../src/refunds/pull-refunds.ts'
import { ShipWorld } from '../support/ship-world.ts'
import { StockWorld } from '../support/stock-world.ts'

describe.each(['taobao', 'jd', 'pinduoduo'] as const)('cases of refund of a shop on %s', (name) => {
  let world: StockWorld
  let shop: ShipWorld
  beforeAll(async () => {
    world = await StockWorld.open()
    await world.location('W1')
    shop = await ShipWorld.open(world, name)
  })
  afterAll(() => world.close())

  async function lease(): Promise<Lease> {
    await makeDue(world.em, { channelId: shop.channelId, task: 'refunds', at: world.clock.now() })
    const taken = await takeDueTask(world.em, { task: 'refunds', holder: 'test', now: world.clock.now(), leaseMs: 1_000 })
    if (!taken) throw new Error('not due')
    return taken
  }
  async function pull(held?: Lease): Promise<void> {
    const { em, clock } = world
    const turn = {
      connection: shop.shop.connection('live'),
      em,
      lease: held ?? (await lease()),
      clock,
      signal: new AbortController().signal,
    }
    while ((await pullRefunds(turn)) <= clock.now()) continue
    clock.advance(2_000)
  }

  it('R9: are recorded with how far they have come, and free no unit', async () => {
    const orderId = await shop.order(2)
    shop.market.ship('A', { orderId, carrier: 'X', waybill: 'X1' })
    await shop.read()
    const before = await shop.balance()
    const line = shop.market.shop('A').order(orderId).lines[0]
    const asked = shop.market.askRefund('A', { orderId, lineId: line?.id ?? '', goodsReturn: true })
    world.clock.advance(600_000)
    await pull()
    const known = () => refundsOf(world.em, [{ channelId: shop.channelId, orderId }])
    expect(await known()).toMatchObject([{ orderId, state: 'asked' }])
    shop.market.settleRefund('A', asked.id, 'done')
    world.clock.advance(600_000)
    await pull()
    await pull()
    expect(await known()).toMatchObject([{ orderId, state: 'done' }])
    expect(await shop.balance()).toMatchObject({ onHand: before?.onHand, free: before?.free })
  })

  it('R11: are not recorded by a worker whose lease has gone', async () => {
    const orderId = await shop.order(1)
    const line = shop.market.shop('A').order(orderId).lines[0]
    shop.market.askRefund('A', { orderId, lineId: line?.id ?? '' })
    world.clock.advance(600_000)
    const frozen = await lease()
    world.clock.advance(2_000)
    await lease()
    await expect(pull(frozen)).rejects.toThrow(LeaseLost)
    expect(await refundsOf(world.em, [{ channelId: shop.channelId, orderId }])).toEqual([])
  })
})
