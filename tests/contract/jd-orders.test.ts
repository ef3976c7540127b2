import { describe, expect, it } from 'vitest'
import type { MarketOrder } from '../../sandbox/shared/market/order.ts'
import { ContractBench, one } from './contract-fixture.ts'
import { jdFixture } from './jd-fixture.ts'

const fixture = jdFixture('single')
const unpaid = 'jingdong.pop.order.notPayOrderInfo'
const byChange = 'jingdong.pop.order.enSearch?dateType=0'
const byCreation = 'jingdong.pop.order.enSearch?dateType=1'

function place(
  bench: ContractBench,
  listingId: string,
  { units = 1, pay = true }: { units?: number; pay?: boolean },
): MarketOrder {
  const placed = bench.sandbox.market.place('A', { lines: [{ listingId, units }], pay })
  if (!placed.placed) throw new Error(placed.reason)
  return placed.order
}

async function listed(bench: ContractBench, list: string, from: Date): Promise<readonly string[]> {
  const window = { list, from, to: bench.signedAt() }
  const pages = await Array.fromAsync(bench.connector.pullOrders(window, bench.signal))
  expect(pages.map(({ last }) => last)).toEqual(pages.map((_page, place) => place === pages.length - 1))
  return pages.flatMap(({ orders }) => orders.map(({ orderId }) => orderId))
}

describe('JD’s hidden orders', () => {
  it.each([{}, { unpaidDates: 'milliseconds', ids: 'number', missingOrder: 'nothing inside' }])(
    'R3: an unpaid order takes its units, is in no list of orders, and the reserved counter shows it, with %j',
    async (switches) => {
      const bench = new ContractBench(fixture, switches)
      const row = bench.addListing({ sellable: 5 })
      const from = bench.signedAt()
      const order = place(bench, row.id, { units: 2, pay: false })
      expect(await listed(bench, byChange, from)).toEqual([])
      expect(await listed(bench, byCreation, from)).toEqual([])
      expect(await listed(bench, unpaid, from)).toEqual([order.id])
      const listing = await bench.listed(row)
      const reading = one(await bench.connector.readStock([listing.ref], bench.signal))
      expect(reading).toMatchObject({ shownUnits: 5, reservedUnits: 2, sellableAtMost: 5 })
      expect(row.sellable).toBe(3)
      expect(await bench.connector.rereadOrder(order.id, bench.signal)).toMatchObject({
        state: 'created',
        paidAt: null,
        createdAt: order.createdAt,
        lines: [{ listing: listing.ref, units: 2, state: 'created' }],
      })
    },
  )

  it('the same order is read as paid once it is', async () => {
    const bench = new ContractBench(fixture)
    const row = bench.addListing({ sellable: 5 })
    const from = bench.signedAt()
    const order = place(bench, row.id, { pay: false })
    bench.clock.advance(60_000)
    bench.sandbox.market.pay('A', order.id)
    expect(await listed(bench, unpaid, from)).toEqual([])
    expect(await listed(bench, byChange, from)).toEqual([order.id])
    const read = await bench.connector.rereadOrder(order.id, bench.signal)
    expect(read).toMatchObject({ state: 'paid', lines: [{ lineId: row.skuId, units: 1 }] })
  })

  it.each([
    ['hidden', null],
    ['listed', { state: 'cancelled', paidAt: null }],
  ])('R6: an order called off unpaid leaves the list of unpaid ones, and is %s in the other', async (unpaidCancelled, read) => {
    const bench = new ContractBench(fixture, { unpaidCancelled })
    const row = bench.addListing({ sellable: 5 })
    const from = bench.signedAt()
    const order = place(bench, row.id, { pay: false })
    bench.clock.advance(1_900_000)
    expect(await listed(bench, unpaid, from)).toEqual([])
    expect(await listed(bench, byChange, from)).toEqual(read ? [order.id] : [])
    const again = await bench.connector.rereadOrder(order.id, bench.signal)
    expect(again && { state: again.state, paidAt: again.paidAt }).toEqual(read)
    expect(row.sellable).toBe(5)
  })

  it.each(['vanishes', 'cancelled'])('R7: of a split order (its parent %s) each unit is counted once', async (splitParent) => {
    const bench = new ContractBench(fixture, { splitParent })
    const rows = ['1', '2'].map((skuId) => bench.addListing({ sellable: 5, skuId }))
    const from = bench.signedAt()
    const placed = bench.sandbox.market.place('A', { lines: rows.map(({ id }) => ({ listingId: id, units: 1 })) })
    if (!placed.placed) throw new Error(placed.reason)
    const children = bench.sandbox.market.split('A', placed.order.id)
    const window = { list: byChange, from, to: bench.signedAt() }
    const pages = await Array.fromAsync(bench.connector.pullOrders(window, bench.signal))
    const orders = pages.flatMap((page) => page.orders)
    const live = orders.filter(({ state }) => state !== 'cancelled')
    expect(new Set(live.map(({ orderId }) => orderId))).toEqual(new Set(children.map(({ id }) => id)))
    expect(live.map(({ parentId }) => parentId)).toEqual([placed.order.id, placed.order.id])
    expect(live.flatMap(({ lines }) => lines.map(({ units }) => units))).toEqual([1, 1])
    expect(orders.length - live.length).toBe(splitParent === 'cancelled' ? 1 : 0)
  })

  it('an order of a partition warehouse is of that row', async () => {
    const bench = new ContractBench(fixture)
    const rows = ['21', '22'].map((warehouseId) => bench.addListing({ itemId: '9', skuId: '91', warehouseId, sellable: 4 }))
    const order = place(bench, rows[1]?.id ?? '', {})
    const refs = rows.map(({ warehouseId }) => ({ itemId: '9', skuId: '91', warehouseId }))
    const pages = await Array.fromAsync(bench.connector.listListings(bench.signal))
    expect(pages.flat().map(({ ref }) => ref)).toEqual(refs)
    expect((await bench.connector.rereadOrder(order.id, bench.signal))?.lines[0]?.listing).toEqual(refs[1])
  })
})

describe('R8: windows wider than JD serves', () => {
  it('are cut in two instead of paged deep, and lose nothing', async () => {
    const bench = new ContractBench(fixture, { deepPages: 'empty beyond 100', largestPage: '50', windowEnds: 'end excluded' })
    const row = bench.addListing({ sellable: 100_000 })
    const from = bench.signedAt()
    const ids = Array.from({ length: 5_200 }, () => {
      bench.clock.advance(300)
      return place(bench, row.id, {}).id
    })
    const seen = await listed(bench, byChange, from)
    expect(new Set(seen)).toEqual(new Set(ids))
    expect(seen.length).toBeLessThan(5_400)
  })
})

describe('shipping at JD', () => {
  const shipment = (bench: ContractBench, orderId: string) => ({
    orderId,
    parcels: [
      { carrier: '467', waybill: 'SF1', lines: null },
      { carrier: '1499', waybill: 'ZTO1', lines: null },
      { carrier: '467', waybill: 'SF2', lines: null },
    ],
    signedAt: bench.signedAt(),
  })

  it('several parcels go in one call, by carrier', async () => {
    const bench = new ContractBench(fixture)
    const order = place(bench, bench.addListing({ sellable: 5 }).id, {})
    expect(await bench.connector.ship(shipment(bench, order.id), bench.signal)).toEqual({ kind: 'shipped' })
    expect(bench.sandbox.market.shop('A').order(order.id)).toMatchObject({ carrier: '467|1499', waybill: 'SF1,SF2|ZTO1' })
  })

  it('the order itself tells why it was refused', async () => {
    const bench = new ContractBench(fixture)
    const row = bench.addListing({ sellable: 9 })
    const [locked, cancelled, other] = [1, 2, 3].map(() => place(bench, row.id, {}).id)
    bench.sandbox.market.hold('A', locked ?? '', 'cancel asked')
    bench.sandbox.market.cancel('A', cancelled ?? '')
    const answer = async (id = '', carrier = '467') => {
      const parcels = [{ carrier, waybill: 'W1', lines: null }]
      const answered = await bench.connector.ship({ orderId: id, parcels, signedAt: bench.signedAt() }, bench.signal)
      return answered.kind === 'refused by business' ? answered.reason : answered.kind
    }
    expect(await bench.connector.rereadOrder(locked ?? '', bench.signal)).toMatchObject({
      shippingHold: 'the buyer asked to cancel',
    })
    expect([await answer(locked), await answer(cancelled), await answer('123'), await answer(other, '999999')]).toEqual([
      'wrong state',
      'wrong state',
      'order not found',
      'other',
    ])
  })

  it('parts of an order are refused before anything is sent', async () => {
    const bench = new ContractBench(fixture)
    const parcels = [{ carrier: '467', waybill: 'SF1', lines: [{ lineId: '1', units: 1 }] }]
    const answer = await bench.connector.ship({ orderId: '1', parcels, signedAt: bench.signedAt() }, bench.signal)
    expect(answer).toMatchObject({ kind: 'refused by business', reason: 'parts do not fit' })
  })
})

describe('refunds at JD', () => {
  it('are found by the time they were asked for and by the time they were checked', async () => {
    const bench = new ContractBench(fixture)
    const order = place(bench, bench.addListing({ sellable: 5 }).id, {})
    const refund = bench.sandbox.market.askRefund('A', { orderId: order.id, lineId: order.lines[0]?.id ?? '' })
    bench.clock.advance(3_600_000)
    const from = bench.signedAt()
    bench.sandbox.market.settleRefund('A', refund.id, 'done')
    bench.clock.advance(60_000)
    const pages = await Array.fromAsync(bench.connector.pullRefunds({ from, to: bench.signedAt() }, bench.signal))
    expect(pages.flatMap(({ refunds }) => refunds)).toEqual([
      {
        refundId: refund.id,
        orderId: order.id,
        lineId: null,
        listing: null,
        units: null,
        state: 'done',
        kind: 'refund',
        phase: 'before shipping',
        modifiedAt: from,
      },
    ])
  })

  it('a page that keeps rows back is an error', async () => {
    const bench = new ContractBench(fixture)
    const row = bench.addListing({ sellable: 500 })
    const from = bench.signedAt()
    for (let turn = 0; turn < 60; turn += 1) {
      const order = place(bench, row.id, {})
      bench.sandbox.market.askRefund('A', { orderId: order.id, lineId: order.lines[0]?.id ?? '' })
    }
    bench.sandbox.world.faults.add({ kind: 'half page', method: 'refundapply' })
    const window = { from, to: bench.signedAt() }
    await expect(Array.fromAsync(bench.connector.pullRefunds(window, bench.signal))).rejects.toMatchObject({ fault: 'malformed' })
  })

  it('R9: after delivery a service order says what the buyer wants, many of them in windows cut small', async () => {
    const bench = new ContractBench(fixture)
    const row = bench.addListing({ sellable: 500 })
    const from = bench.signedAt()
    const { market } = bench.sandbox
    const asked = Array.from({ length: 120 }, (_, turn) => {
      bench.clock.advance(2_000)
      const order = place(bench, row.id, { units: 2 })
      market.ship('A', { orderId: order.id, carrier: '467', waybill: `SF${turn}` })
      return market.askRefund('A', { orderId: order.id, lineId: order.lines[0]?.id ?? '', units: 1, goodsReturn: turn % 2 === 0 })
    })
    market.settleRefund('A', asked[7]?.id ?? '', 'agreed')
    const pages = await Array.fromAsync(bench.connector.pullRefunds({ from, to: bench.signedAt() }, bench.signal))
    const refunds = new Map(pages.flatMap((page) => page.refunds).map((refund) => [refund.refundId, refund]))
    expect(new Set(refunds.keys())).toEqual(new Set(asked.map(({ id }) => id)))
    expect(refunds.get(asked[0]?.id ?? '')).toMatchObject({
      listing: { itemId: row.itemId, skuId: row.skuId, warehouseId: null },
      units: 1,
      state: 'asked',
      kind: 'return',
      phase: 'after shipping',
    })
    expect(refunds.get(asked[7]?.id ?? '')).toMatchObject({ state: 'agreed', kind: 'refund' })
  })
})
