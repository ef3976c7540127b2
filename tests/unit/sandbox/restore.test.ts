import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ManualClock } from '../../../sandbox/shared/clock.ts'
import { MarketChange } from '../../../sandbox/shared/market/market-change.ts'
import { openTaobaoSandbox } from '../../../sandbox/taobao/index.ts'
import { runsOf } from '../../support/property-runs.ts'

function open() {
  const clock = new ManualClock(new Date('2026-11-11T12:00:00Z'))
  const sandbox = openTaobaoSandbox({ clock, seed: 1, shops: [{ id: 'A', name: 'A', type: 'B' }] })
  const rows = ['1', '2'].map((itemId) => sandbox.market.addListing('A', { itemId, skuId: `${itemId}0`, sellable: 20 }))
  return { clock, market: sandbox.market, shop: sandbox.market.shop('A'), rows }
}

const move = fc.record({
  kind: fc.constantFrom('buy', 'order', 'pay', 'cancel', 'refund', 'ship', 'stock', 'keyed'),
  row: fc.nat(1),
  units: fc.integer({ min: 1, max: 4 }),
  which: fc.nat(20),
})

it('a shop that is brought back from what its recorder was told is the shop it was: counters, orders, refunds and keys', () => {
  fc.assert(
    fc.property(fc.array(move, { maxLength: 40 }), (moves) => {
      const first = open()
      const told: string[] = []
      first.market.recorders.add((change) => told.push(JSON.stringify(change)))
      for (const { kind, row, units, which } of moves) {
        first.clock.advance(700)
        const listingId = first.rows[row]?.id ?? ''
        const orders = first.shop.orders.all()
        const order = orders[which % Math.max(1, orders.length)]
        const lines = [{ listingId, units }]
        if (kind === 'buy' || kind === 'order') first.market.place('A', { lines, pay: kind === 'buy' })
        const change = { kind: 'delta', units: units - 2, belowZero: 'clamp', why: 'call' } as const
        if (kind === 'stock') first.market.changeStock('A', listingId, change)
        if (kind === 'keyed') {
          first.market.changeStock('A', listingId, { ...change, key: `k${which}` })
          first.shop.usedKeys.set(`k${which}`, { at: first.clock.now(), resulting: 0 })
        }
        if (!order) continue
        if (kind === 'pay') first.market.pay('A', order.id)
        if (kind === 'cancel') first.market.cancel('A', order.id)
        if (kind === 'ship') first.market.ship('A', { orderId: order.id, carrier: 'SF', waybill: '1' })
        if (kind !== 'refund') continue
        const refund = first.market.askRefund('A', { orderId: order.id, lineId: order.lines[0]?.id ?? '', units: 1 })
        first.market.settleRefund('A', refund.id, 'done')
      }
      const second = open()
      for (const text of told) second.market.restore(MarketChange.parse(JSON.parse(text)))
      expect([...second.shop.listings.values()].map(counters)).toEqual([...first.shop.listings.values()].map(counters))
      expect(second.shop.orders.all()).toEqual(first.shop.orders.all())
      expect(second.shop.refunds.all()).toEqual(first.shop.refunds.all())
      expect([...second.shop.usedKeys.keys()]).toEqual([...first.shop.usedKeys.keys()])
      expect(second.shop.unpaid.map(({ orderId }) => orderId)).toEqual(first.shop.unpaid.map(({ orderId }) => orderId))
    }),
    runsOf(100),
  )
})

function counters({ id, sellable, unpaidUnits, unshippedUnits }: ReturnType<typeof open>['rows'][number]) {
  return { id, sellable, unpaidUnits, unshippedUnits }
}
