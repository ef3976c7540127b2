import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LEASE_MS, LeaseLost } from '../../../src/jobs/with-lease.ts'
import { ShipWorld } from '../../support/ship-world.ts'
import { StockWorld, yes } from '../../support/stock-world.ts'

const methods = { taobao: 'offline.send', jd: 'order.shipment', pinduoduo: 'online.send' }
const WAYBILL = 'SF1234567890'

describe.each(['taobao', 'jd', 'pinduoduo'] as const)('a shop on %s', (name) => {
  let world: StockWorld
  let shop: ShipWorld
  beforeAll(async () => {
    world = await StockWorld.open()
    await world.location('W1')
    shop = await ShipWorld.open(world, name)
  })
  afterAll(() => world.close())

  const strike = (kind: 'drop after' | 'drop before' | 'apply late' | 'throttle', times = 1) =>
    shop.shop.sandbox.world.faults.add({ kind, method: methods[name], times, delayMs: 60_000 })
  const figures = async (place = 0) => {
    const { onHand = 0, held = 0, free = 0, deficit = 0 } = (await shop.balance(place)) ?? {}
    return { onHand, held, free, deficit }
  }

  it('R7: consumes the stock at once, tells the shop once, and the feed consumes nothing more', async () => {
    const orderId = await shop.order(3)
    const before = await figures()
    expect(await shop.ship(orderId)).toMatchObject({ kind: 'shipmentBooked', units: 3 })
    const after = { ...before, onHand: before.onHand - 3, held: before.held - 3 }
    expect(await figures()).toEqual(after)
    expect(shop.seen(orderId)).toEqual([])
    await shop.tell()
    expect(await shop.shipments(orderId)).toMatchObject([{ state: 'told', outcome: 'shipped', lines: [{ units: 3 }] }])
    expect(shop.seen(orderId)).toEqual([{ waybill: WAYBILL, units: 3 }])
    await shop.read()
    expect(await figures()).toEqual(after)
    expect(await shop.ship(orderId)).toMatchObject({ kind: 'refused', code: 'NOTHING_TO_SHIP' })
  })

  it.each(['drop after', 'drop before', 'apply late', 'throttle'] as const)(
    'R5, R11: the buyer sees one shipment when the call meets: %s',
    async (kind) => {
      const orderId = await shop.order(2)
      strike(kind, kind === 'throttle' ? 3 : 1)
      yes(await shop.ship(orderId))
      const outcome = kind === 'throttle' || kind === 'drop before' ? 'shipped' : 'found shipped'
      expect(await shop.settle(orderId)).toMatchObject([{ state: 'told', outcome }])
      expect(shop.seen(orderId)).toEqual([{ waybill: WAYBILL, units: 2 }])
    },
  )

  it.each(['before', 'after'] as const)(
    'A2: a worker that dies %s the call is taken over from, and the buyer sees one shipment',
    async (when) => {
      const orderId = await shop.order(1)
      yes(await shop.ship(orderId))
      const dies = () => Promise.reject(new Error('killed'))
      await expect(shop.tell({ [when]: dies })).rejects.toThrow('killed')
      expect(shop.seen(orderId)).toHaveLength(when === 'after' ? 1 : 0)
      world.clock.advance(LEASE_MS + 1)
      expect(await shop.settle(orderId)).toMatchObject([{ state: 'told' }])
      expect(shop.seen(orderId)).toEqual([{ waybill: WAYBILL, units: 1 }])
    },
  )

  it('A3, R11: a worker frozen beyond its lease books nothing, and the one after it finds out what it did', async () => {
    const orderId = await shop.order(1)
    yes(await shop.ship(orderId))
    const frozen = async () => {
      world.clock.advance(LEASE_MS + 1)
      await shop.tell()
      // The second worker has found the try without an answer, read the order, and waits until it is dead.
      expect(await shop.shipments(orderId)).toMatchObject([{ state: 'waiting', inDoubt: true }])
    }
    await expect(shop.tell({ before: frozen })).rejects.toThrow(LeaseLost)
    expect(await shop.settle(orderId)).toMatchObject([{ state: 'told', outcome: 'found shipped' }])
    expect(shop.seen(orderId)).toEqual([{ waybill: WAYBILL, units: 1 }])
  })

  it('is told nothing while it is paused, and what was shipped in its own console is recognised', async () => {
    const orderId = await shop.order(2)
    const before = await figures()
    yes(await shop.ship(orderId))
    await shop.tell({ state: 'paused' })
    expect(shop.seen(orderId)).toEqual([])
    shop.market.ship('A', { orderId, carrier: 'X', waybill: 'BYHAND' })
    await shop.read()
    expect(await shop.settle(orderId)).toMatchObject([{ state: 'told', outcome: 'shipped elsewhere' }])
    expect(shop.seen(orderId)).toEqual([{ waybill: 'BYHAND', units: 2 }])
    expect(await figures()).toMatchObject({ onHand: before.onHand - 2, held: before.held - 2 })
  })

  it('an order called off before its shop was told is a problem with an alarm; withdrawn, its goods are free again', async () => {
    const orderId = await shop.order(2)
    const before = await figures()
    const { shipmentId } = yes(await shop.ship(orderId))
    shop.market.cancel('A', orderId)
    await shop.read()
    expect(await shop.settle(orderId)).toMatchObject([{ state: 'problem', problem: 'called off' }])
    expect(await world.alarms(`shipment:${shipmentId}`)).toEqual(['shipment_problem'])
    expect(await figures()).toMatchObject({ onHand: before.onHand - 2, held: before.held - 2 })
    yes(await shop.withdraw(orderId, shipmentId, false))
    expect(await figures()).toEqual({ ...before, held: before.held - 2, free: before.free + 2 })
    expect(shop.seen(orderId)).toEqual([])
  })

  it('a wrong carrier is a problem until it is corrected and sent again', async () => {
    const orderId = await shop.order(1)
    const { shipmentId } = yes(await shop.ship(orderId, [shop.parcel({ carrier: '999999' })]))
    expect(await shop.settle(orderId)).toMatchObject([{ state: 'problem' }])
    yes(await shop.correct(orderId, shipmentId, [{ carrier: shop.carrier, waybill: 'SF7777777777' }]))
    expect(await shop.settle(orderId)).toMatchObject([{ state: 'told', outcome: 'shipped', revision: 2 }])
    expect(shop.seen(orderId)).toEqual([{ waybill: 'SF7777777777', units: 1 }])
    expect(await shop.correct(orderId, shipmentId, null)).toMatchObject({ code: 'SHIPMENT_STATE' })
  })

  it('R7: a document of a warehouse for a shipment that waits consumes nothing more, and the shop is told of it once', async () => {
    const orderId = await shop.order(3)
    const before = await figures()
    const { shipmentId } = yes(await shop.ship(orderId))
    await shop.left(orderId, 3)
    expect(await figures()).toEqual({ ...before, onHand: before.onHand - 3, held: before.held - 3 })
    expect(await shop.shipments(orderId)).toMatchObject([{ state: 'waiting' }])
    expect(await shop.withdraw(orderId, shipmentId, false)).toMatchObject({ code: 'GOODS_LEFT', field: 'goodsLeft' })
    expect(await shop.settle(orderId)).toMatchObject([{ state: 'told', outcome: 'shipped' }])
    await shop.left(orderId, 3)
    await shop.read()
    await shop.tell()
    expect(shop.seen(orderId)).toEqual([{ waybill: WAYBILL, units: 3 }])
    expect(await figures()).toMatchObject({ onHand: before.onHand - 3, held: before.held - 3 })
  })

  it('R7: goods a document told of first are shipped with their waybill all the same, and leave once', async () => {
    const orderId = await shop.order(2)
    const before = await figures()
    await shop.left(orderId, 2)
    expect(await shop.ship(orderId)).toMatchObject({ kind: 'shipmentBooked', units: 0 })
    expect(await shop.settle(orderId)).toMatchObject([{ state: 'told', outcome: 'shipped' }])
    expect(shop.seen(orderId)).toEqual([{ waybill: WAYBILL, units: 2 }])
    await shop.read()
    expect(await figures()).toMatchObject({ onHand: before.onHand - 2, held: before.held - 2 })
  })

  it('nothing is withdrawn or corrected while it is not known what became of a try', async () => {
    const orderId = await shop.order(1)
    strike('drop before')
    const { shipmentId } = yes(await shop.ship(orderId))
    await shop.tell()
    expect(await shop.withdraw(orderId, shipmentId, false)).toMatchObject({ code: 'SHIPMENT_IN_DOUBT' })
    expect(await shop.correct(orderId, shipmentId, null)).toMatchObject({ code: 'SHIPMENT_IN_DOUBT' })
    expect(await shop.settle(orderId)).toMatchObject([{ state: 'told' }])
  })

  it('several parcels go as the shop allows; parts only where it ships parts', async () => {
    const orderId = await shop.order(1, 1)
    const [one, two] = [0, 1].map((place) => shop.lineId(orderId, place).then((lineId) => [{ lineId, units: 1 }]))
    const [first, second] = [
      shop.parcel({ lines: (await one) ?? null }),
      shop.parcel({ lines: (await two) ?? null, waybill: 'SF2' + WAYBILL }),
    ]
    const part = await shop.ship(orderId, [first])
    const shipsParts = name === 'taobao'
    expect(part).toMatchObject(shipsParts ? { kind: 'shipmentBooked', units: 1 } : { code: 'PARTS_NOT_ALLOWED' })
    await shop.settle(orderId)
    await shop.read()
    yes(await shop.ship(orderId, shipsParts ? [second] : [first, second]))
    expect((await shop.settle(orderId)).every(({ state }) => state === 'told')).toBe(true)
    expect(shop.seen(orderId).reduce((sum, { units }) => sum + units, 0)).toBe(2)
    await shop.read()
    expect(await world.differences()).toEqual([])
  })
})
