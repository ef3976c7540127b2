import { describe, expect, it } from 'vitest'
import { reservedCounterPlan } from '../../../../connectors/pinduoduo/probe.ts'
import type { ProbeObservation } from '../../../../src/channels/probe.ts'
import { openPair, rawCall, type Pair } from './pair.ts'

describe('the stock call', () => {
  it('refuses to go below zero, and says so', async () => {
    const { change, row } = await openPair()
    expect(await change({ kind: 'lower', units: 6 })).toMatchObject({ kind: 'refused by business', reason: 'below zero' })
    expect(row.sellable).toBe(5)
  })

  it('in a promotion slot refuses every lowering, also the set to zero, but no raise', async () => {
    const { change, row } = await openPair()
    row.blocked = 'lowering'
    const blocked = { kind: 'refused by business', reason: 'lowering blocked' }
    expect(await change({ kind: 'lower', units: 1 })).toMatchObject(blocked)
    expect(await change({ kind: 'stop' })).toMatchObject(blocked)
    expect((await change({ kind: 'raise', units: 2 }))?.kind).toBe('acknowledged')
    expect(row.sellable).toBe(7)
  })

  it('a refusal in words that say nothing has no reason, and is still a refusal', async () => {
    const { change, row } = await openPair({ refusalWords: 'bare' })
    row.blocked = 'lowering'
    expect(await change({ kind: 'lower', units: 1 })).toMatchObject({ kind: 'refused by business', reason: 'other' })
  })

  it.each([
    { fullSet: 'sellable', forceUpdate: 'known' },
    { fullSet: 'sellable', forceUpdate: 'unknown' },
    { fullSet: 'sellable and reserved', forceUpdate: 'known' },
    { fullSet: 'sellable and reserved', forceUpdate: 'unknown' },
  ])('R4: stop comes to nothing for sale while orders hold units, with %j', async (switches) => {
    const { change, row, place } = await openPair(switches)
    place({ units: 2 })
    expect((await change({ kind: 'stop' }))?.kind).toBe('acknowledged')
    expect(row.sellable).toBe(0)
  })

  it('a set below the reserve that is not forced is refused by the platform', async () => {
    const pair = await openPair()
    pair.place({ units: 2 })
    const set = { type: 'pdd.goods.quantity.update', goods_id: pair.row.itemId, sku_id: pair.row.skuId, quantity: 0 }
    expect((await rawCall(pair, set))['error_response']?.['error_code']).toBe(50001)
    expect(await rawCall(pair, { ...set, force_update: true })).toMatchObject({
      goods_quantity_update_response: { is_success: true },
    })
  })

  it('a set below zero is a wrong parameter', async () => {
    const pair = await openPair()
    const set = { type: 'pdd.goods.quantity.update', goods_id: pair.row.itemId, outer_id: pair.row.merchantCode, quantity: -1 }
    expect((await rawCall(pair, set))['error_response']?.['error_code']).toBe(21001)
    expect((await rawCall(pair, { ...set, update_type: 2 }))['goods_quantity_update_response']).toMatchObject({
      is_success: true,
    })
    expect(pair.row.sellable).toBe(4)
  })

  it('R1: after a refusal by the gateway the changes that are left are not sent', async () => {
    const { connector, sandbox, clock, signal, listing, row } = await openPair()
    sandbox.world.faults.add({ kind: 'throttle', times: 1 })
    const line = { listing: listing.ref, call: 'delta', move: { kind: 'raise', units: 1 }, key: 'aa' } as const
    const answers = await connector.changeStock({ signedAt: clock.now(), changes: [line, line] }, signal)
    expect(answers.map(({ kind }) => kind)).toEqual(['refused by gateway', 'refused by gateway'])
    expect(row.sellable).toBe(5)
  })
})

describe('readings', () => {
  it('a SKU that is gone is missing, by the goods’ own word', async () => {
    const { connector, signal, row, listing } = await openPair()
    row.deleted = true
    expect(await connector.readStock([listing.ref], signal)).toMatchObject([{ missing: true, listing: listing.ref }])
  })

  it('a refusal of goods that are still there is an error, not a missing row', async () => {
    const { connector, signal, sandbox, listing } = await openPair()
    sandbox.world.forbiddenMethods.add('goods.skus.get')
    await expect(connector.readStock([listing.ref], signal)).rejects.toMatchObject({ fault: 'permission missing' })
  })

  it('R3, N21: an ungrouped order is in no list, but its units are in the reserved counter', async () => {
    const { connector, signal, clock, sandbox, listing, place } = await openPair()
    const order = place({ ungrouped: true, units: 2 })
    clock.advance(600_000)
    const read = async () => {
      const to = new Date(clock.now().getTime() - 200_000)
      const window = { list: 'pdd.order.list.get', from: new Date(to.getTime() - 1_200_000), to }
      const pages = await Array.fromAsync(connector.pullOrders(window, signal))
      return pages.flatMap(({ orders }) => orders.map(({ orderId }) => orderId))
    }
    expect(await read()).toEqual([])
    expect(await connector.rereadOrder(order.id, signal)).toBeNull()
    expect(await connector.readStock([listing.ref], signal)).toMatchObject([{ shownUnits: 3, reservedUnits: 2 }])
    sandbox.market.group('4001', order.id)
    clock.advance(600_000)
    expect(await read()).toEqual([order.id])
  })
})

describe('what the reserved counter counts', () => {
  const watch = async (pair: Pair, during: () => void): Promise<ProbeObservation[]> => {
    const read = async (): Promise<ProbeObservation> => {
      const [reading] = await pair.connector.readStock([pair.listing.ref], pair.signal)
      if (!reading || 'missing' in reading) throw new Error('not read')
      return { saw: 'reading', shownUnits: reading.shownUnits, reservedUnits: reading.reservedUnits }
    }
    const before = await read()
    during()
    return [before, { saw: 'order', units: 2 }, await read()]
  }

  it.each([
    [{}, { reservedCountsAll: true, numberShown: 'net' }],
    [{ quantityShown: 'gross' }, { reservedCountsAll: true, numberShown: 'gross' }],
    [{ reserveCounts: 'unpaid orders' }, { reservedCountsAll: false }],
  ] as const)('is found out from an ungrouped order: with %j it is %j', async (switches, facts) => {
    const pair = await openPair(switches)
    const seen = await watch(pair, () => pair.place({ ungrouped: true, units: 2 }))
    expect(reservedCounterPlan(pair.listing.ref).conclude(seen)).toEqual(facts)
  })

  it('stays open when somebody else buys meanwhile', async () => {
    const pair = await openPair()
    const seen = await watch(pair, () => [2, 1].forEach((units) => pair.place({ ungrouped: true, units })))
    expect(reservedCounterPlan(pair.listing.ref).conclude(seen)).toBeNull()
  })

  it('is asked about until it is known, and nothing is written', async () => {
    const { connector, signal, sandbox, listing } = await openPair()
    const open = await connector.probeListing(listing, signal)
    expect(open.plans.map(({ fact }) => fact)).toEqual(['reservedCountsAll', 'belowZero', 'cancelRestores'])
    const known = { reservedCountsAll: true, belowZero: 'refused', cancelRestores: true } as const
    expect((await connector.probeListing({ ...listing, facts: known }, signal)).plans).toEqual([])
    expect(sandbox.market.shop('4001').journal).toEqual([])
  })
})
