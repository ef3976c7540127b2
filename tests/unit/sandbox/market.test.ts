import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../../sandbox/shared/clock.ts'
import { listingTruth } from '../../../sandbox/shared/market/truth.ts'
import { isOpen } from '../../../sandbox/shared/market/order.ts'
import { Market } from '../../../sandbox/shared/market/market.ts'
import { World } from '../../../sandbox/shared/world.ts'

function open(payWithinMs = 1_800_000) {
  const clock = new ManualClock(new Date('2026-05-20T04:00:00Z'))
  const world = new World(clock, 11)
  let orders = 0
  const ids = { orderId: () => `o${(orders += 1)}`, lineId: (orderId: string, place: number) => `${orderId}.${place}` }
  const market = new Market(world, { payWithinMs, ids })
  market.addShop({ id: 'S', name: 'S' })
  return { clock, world, market, shop: market.shop('S') }
}

type Step = {
  readonly does: 'place' | 'pay' | 'cancel' | 'ship' | 'refund' | 'split' | 'raise' | 'wait'
  readonly at: number
  readonly units: number
}
const steps = fc.array(
  fc.record({
    does: fc.constantFrom<Step['does']>('place', 'pay', 'cancel', 'ship', 'refund', 'split', 'raise', 'wait'),
    at: fc.nat(20),
    units: fc.integer({ min: 1, max: 3 }),
  }),
  { maxLength: 60 },
)

describe('the market', () => {
  it('loses and makes no unit, whatever is done: what was put in is for sale, taken, or shipped', () => {
    const conserved = fc.property(steps, fc.boolean(), (all, restores) => {
      const { clock, market, shop } = open()
      const rows = [1, 2].map(() => market.addListing('S', { sellable: 10, restores }))
      for (const step of all) {
        clock.advance(60_000)
        act(market, step, rows[step.at % 2]?.id ?? '')
      }
      return listingTruth(shop).every((truth) => {
        const journal = shop.journal.filter(({ listingId }) => listingId === truth.listingId)
        const moved = journal.reduce((sum, entry) => sum + entry.moved, 0)
        const row = shop.listing(truth.listingId)
        const reserved = row.unpaidUnits + row.unshippedUnits
        return truth.sellable === 10 + moved && reserved === truth.takenUnshipped && truth.sellable >= 0
      })
    })
    expect(fc.check(conserved, { numRuns: 300 })).toMatchObject({ failed: false })
  })

  it('closes what nobody paid in time, and restores it', () => {
    const { clock, market } = open(600_000)
    const row = market.addListing('S', { sellable: 5 })
    market.place('S', { lines: [{ listingId: row.id, units: 2 }], pay: false })
    expect(row.sellable).toBe(3)
    clock.advance(600_000)
    expect(
      market
        .shop('S')
        .orders.all()
        .map(({ state }) => state),
    ).toEqual(['cancelled'])
    expect([row.sellable, row.unpaidUnits]).toEqual([5, 0])
  })

  it('a pay-time listing takes more orders than it has, and says which were oversold', () => {
    const { market } = open()
    const row = market.addListing('S', { sellable: 2, takesAt: 'payment' })
    const placed = [1, 2].map(() => market.place('S', { lines: [{ listingId: row.id, units: 2 }], pay: false }))
    expect([row.sellable, row.unpaidUnits]).toEqual([2, 4])
    const paid = placed.map((each) => (each.placed ? market.pay('S', each.order.id) : null))
    expect(paid.map((order) => order?.lines[0]?.oversold)).toEqual([false, true])
    expect(row.sellable).toBe(0)
  })

  it('a combined listing sells its parts', () => {
    const { market } = open()
    const part = market.addListing('S', { sellable: 5 })
    const set = market.addListing('S', { sellable: 0, parts: [{ listingId: part.id, units: 2 }] })
    expect(market.place('S', { lines: [{ listingId: set.id, units: 3 }] }).placed).toBe(false)
    expect(market.place('S', { lines: [{ listingId: set.id, units: 2 }] }).placed).toBe(true)
    expect(part.sellable).toBe(1)
  })

  it('late lists show an order as it was, single reads as it is', () => {
    const { clock, market, shop, world } = open()
    const row = market.addListing('S', { sellable: 5 })
    const from = clock.now()
    const placed = market.place('S', { lines: [{ listingId: row.id, units: 1 }], pay: false })
    const id = placed.placed ? placed.order.id : ''
    clock.advance(10_000)
    market.pay('S', id)
    world.feedLagMs = 5_000
    const window = { from, to: clock.now(), asOf: world.listedAt() }
    expect(shop.orders.modifiedIn(window).map(({ state }) => state)).toEqual(['created'])
    expect(shop.orders.latest(id)?.state).toBe('paid')
    clock.advance(5_000)
    expect(shop.orders.modifiedIn({ ...window, asOf: world.listedAt() }).map(({ state }) => state)).toEqual(['paid'])
  })

  it('the same seed makes the same market', () => {
    const ids = [1, 2].map(() => open().market.addListing('S', { sellable: 1 }).id)
    expect(ids[0]).toBe(ids[1])
  })
})

function act(market: Market, { does, at, units }: Step, listingId: string): void {
  const orders = market
    .shop('S')
    .orders.all()
    .filter(({ split }) => !split)
  const order = orders[at % Math.max(1, orders.length)]
  if (does === 'place') market.place('S', { lines: [{ listingId, units }], pay: units > 1 })
  if (does === 'raise') market.changeStock('S', listingId, { kind: 'delta', units, belowZero: 'refuse', why: 'call' })
  if (!order) return
  if (does === 'pay') market.pay('S', order.id)
  if (does === 'cancel') market.cancel('S', order.id)
  if (does === 'ship' && order.state === 'paid') market.ship('S', { orderId: order.id, carrier: 'SF', waybill: 'SF1' })
  if (does === 'split' && isOpen(order.state)) market.split('S', order.id)
  const line = order.lines[0]
  if (does === 'refund' && line && order.state === 'paid') {
    const { id } = market.askRefund('S', { orderId: order.id, lineId: line.id, units: 1 })
    market.settleRefund('S', id, 'done')
  }
}
