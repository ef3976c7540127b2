import { describe, expect, it } from 'vitest'
import type { MarketListing } from '../../sandbox/shared/market/listing.ts'
import type { MarketOrder } from '../../sandbox/shared/market/order.ts'
import type { OrderList } from '../../src/channels/feed.ts'
import { ContractBench, type ContractFixture } from './contract-fixture.ts'
import { Booked, walk } from './walk.ts'

export function describeOrders(fixture: ContractFixture): void {
  describe.each(fixture.switchings.map((switches) => [JSON.stringify(switches), switches] as const))(
    'orders with %s',
    (_name, switches) => {
      it('R8, I15: a walk loses nothing while orders change under it', async () => {
        const bench = new ContractBench(fixture, switches)
        const { market, world } = bench.sandbox
        world.feedLagMs = 5_000
        const rows = [1, 2, 3].map((skuId) => bench.addListing({ sellable: 100_000, skuId: String(skuId) }))
        const from = bench.signedAt()
        for (let placed = 0; placed < 450; placed += 1) {
          bench.clock.advance(400)
          shop(bench, rows, placed)
        }
        let turn = 450
        // A list that claims to prove nothing only fills gaps.
        for (const declared of bench.connector.orderLists.filter(({ proves }) => proves.length > 0)) {
          const { concluded } = await bench.connector.probeFutureEnd(declared.id, bench.signal)
          const list: OrderList = { ...declared, futureEnd: concluded === 'accepted' ? 'accepted' : 'refused' }
          // A modified list that cannot be asked for "all that is newer" proves nothing, so nothing is claimed of it.
          if (list.keyedBy === 'modified' && list.futureEnd === 'refused') continue
          // Without a tail, what is younger than the list's lag stays unproved: let most of it grow older.
          if (list.futureEnd === 'refused') bench.clock.advance(list.lagMs)
          // Each list by itself: what another one showed proves nothing of this walk.
          const booked = new Booked()
          const busyUntil = turn + 60
          // Time has to pass as well: what happens within the feed's lag moves no row of the pages that are still to come.
          const meanwhile = (): void => {
            if (turn >= busyUntil) return
            for (let more = 0; more < 10; more += 1) shop(bench, rows, (turn += 1))
            bench.clock.advance(world.feedLagMs + 1_000)
          }
          const watermark = await walk(bench, { list, from, booked, meanwhile })
          const due = market
            .shop('A')
            .orders.all()
            .flatMap(({ id }) => market.shop('A').orders.latest(id, watermark) ?? [])
          const shown = due.filter((order) => isShown(list, order, watermark))
          expect(shown.length).toBeGreaterThan(100)
          expect(shown.filter((order) => !isBooked(booked, order, list)).map(({ id }) => id)).toEqual([])
        }
      })

      it('R8: rows that leave both ends of a window while it is walked hide no others', async () => {
        const bench = new ContractBench(fixture, switches)
        const { market } = bench.sandbox
        const row = bench.addListing({ sellable: 100_000 })
        const from = bench.signedAt()
        const ids = Array.from({ length: 420 }, () => {
          bench.clock.advance(500)
          const placed = market.place('A', { lines: [{ listingId: row.id, units: 1 }] })
          return placed.placed ? placed.order.id : ''
        })
        for (const list of bench.connector.orderLists.filter(({ proves }) => proves.length > 0)) {
          const to = bench.signedAt()
          bench.clock.advance(list.lagMs + 2_000)
          const staying = [...ids]
          const seen = new Set<string>()
          for await (const page of bench.connector.pullOrders({ list: list.id, from, to }, bench.signal)) {
            for (const { orderId } of page.orders) seen.add(orderId)
            const leaving = [...staying.splice(0, 10), ...staying.splice(-10)]
            for (const id of leaving) market.ship('A', { orderId: id, carrier: 'SF', waybill: 'SF1' })
            bench.clock.advance(2_000)
          }
          expect(staying.filter((id) => !seen.has(id))).toEqual([])
        }
      })

      const whereSplit = fixture.splits ? [fixture.name] : []
      it.each(whereSplit)('%s: a parent that was split holds no units, its children hold them', async () => {
        const bench = new ContractBench(fixture, switches)
        const rows = [1, 2].map((skuId) => bench.addListing({ sellable: 10, skuId: String(skuId) }))
        const placed = bench.sandbox.market.place('A', { lines: rows.map(({ id }) => ({ listingId: id, units: 1 })) })
        if (!placed.placed) throw new Error('not placed')
        const children = bench.sandbox.market.split('A', placed.order.id)
        const read = await Promise.all([placed.order, ...children].map(({ id }) => bench.connector.rereadOrder(id, bench.signal)))
        const lines = read.flatMap((order) => (order?.leaf ? order.lines : []))
        const held = lines.filter(({ state }) => state !== 'cancelled')
        expect(held.reduce((sum, { units }) => sum + units, 0)).toBe(2)
      })

      it('R8: a page that keeps rows back is never taken for whole', async () => {
        const bench = new ContractBench(fixture, switches)
        const row = bench.addListing({ sellable: 1_000 })
        const from = bench.signedAt()
        for (let placed = 0; placed < 260; placed += 1) {
          bench.clock.advance(1_000)
          bench.sandbox.market.place('A', { lines: [{ listingId: row.id, units: 1 }] })
        }
        bench.clock.advance(600_000)
        const list = bench.connector.orderLists.find(({ keyedBy }) => keyedBy === 'modified')
        bench.sandbox.world.faults.add({ kind: 'half page', method: fixture.methods.orders })
        const window = { list: list?.id ?? '', from, to: new Date(from.getTime() + 300_000) }
        await expect(Array.fromAsync(bench.connector.pullOrders(window, bench.signal))).rejects.toMatchObject({
          fault: 'malformed',
        })
      })

      it('R8: a tail that keeps rows back is not complete', async () => {
        const bench = new ContractBench(fixture, switches)
        const row = bench.addListing({ sellable: 1_000 })
        const from = bench.signedAt()
        for (let placed = 0; placed < 10; placed += 1)
          bench.sandbox.market.place('A', { lines: [{ listingId: row.id, units: 1 }] })
        const list = bench.connector.orderLists.find(({ keyedBy }) => keyedBy === 'modified')
        const { concluded } = await bench.connector.probeFutureEnd(list?.id ?? '', bench.signal)
        bench.sandbox.world.faults.add({ kind: 'half page', method: fixture.methods.orders })
        const tail = bench.connector.pullTail({ list: list?.id ?? '', from }, bench.signal).then(
          ({ complete }) => complete,
          () => 'refused',
        )
        expect(await tail).toBe(concluded === 'accepted' ? false : 'refused')
      })

      it('R6, R7: paid, shipped and called-off lines come out as such', async () => {
        const bench = new ContractBench(fixture, switches)
        const row = bench.addListing({ sellable: 10 })
        const orders = [1, 2, 3].map((units) => bench.sandbox.market.place('A', { lines: [{ listingId: row.id, units }] }))
        const [paid, shipped, cancelled] = orders.map((placed) => (placed.placed ? placed.order.id : ''))
        bench.sandbox.market.ship('A', { orderId: shipped ?? '', carrier: 'SF', waybill: 'SF1' })
        bench.sandbox.market.cancel('A', cancelled ?? '')
        const states = await Promise.all(
          [paid, shipped, cancelled].map((id) => bench.connector.rereadOrder(id ?? '', bench.signal)),
        )
        expect(states.map((order) => order?.state)).toEqual(['paid', 'shipped', 'cancelled'])
        expect(states.map((order) => order?.lines[0]?.units)).toEqual([1, 2, 3])
        expect(states[1]?.lines[0]?.shippedUnits).toBe(2)
      })

      it('ships once, however often it is told', async () => {
        const bench = new ContractBench(fixture, switches)
        const row = bench.addListing({ sellable: 10 })
        const placed = bench.sandbox.market.place('A', { lines: [{ listingId: row.id, units: 1 }] })
        const orderId = placed.placed ? placed.order.id : ''
        const [carrier] = await bench.connector.listCarriers(bench.signal)
        const shipment = {
          orderId,
          parcels: [{ carrier: carrier?.code ?? '', waybill: 'SF1234567890', lines: null }],
          signedAt: bench.signedAt(),
        }
        bench.sandbox.world.faults.add({ kind: 'drop after', method: fixture.methods.ship, times: 1 })
        expect((await bench.connector.ship(shipment, bench.signal)).kind).toBe('unknown')
        expect((await bench.connector.ship({ ...shipment, signedAt: bench.signedAt() }, bench.signal)).kind).toBe(
          'already shipped',
        )
        expect(bench.sandbox.market.shop('A').order(orderId).state).toBe('shipped')
      })

      it('pulls refunds, which free nothing by themselves', async () => {
        const bench = new ContractBench(fixture, switches)
        const row = bench.addListing({ sellable: 10 })
        const placed = bench.sandbox.market.place('A', { lines: [{ listingId: row.id, units: 2 }] })
        if (!placed.placed) throw new Error('not placed')
        const from = bench.signedAt()
        bench.sandbox.market.askRefund('A', { orderId: placed.order.id, lineId: placed.order.lines[0]?.id ?? '' })
        bench.clock.advance(300_000)
        const pages = await Array.fromAsync(bench.connector.pullRefunds({ from, to: bench.signedAt() }, bench.signal))
        expect(pages.flatMap(({ refunds }) => refunds)).toMatchObject([
          { orderId: placed.order.id, state: 'asked', phase: expect.stringMatching(/^(before shipping|unknown)$/) },
        ])
        expect(pages.at(-1)?.last).toBe(true)
      })
    },
  )
}

function isShown(list: OrderList, order: MarketOrder, watermark: Date): boolean {
  const key = order[`${list.keyedBy}At` as const]
  if (key === null || key > watermark) return false
  if (list.shows === 'every order') return true
  return list.shows === 'unpaid orders' ? order.paidAt === null : order.confirmedAt !== null
}

/** Seen at all, and for a modified list in this version or a later one; the platforms stamp whole seconds. */
function isBooked(booked: Booked, order: MarketOrder, list: OrderList): boolean {
  const seen = booked.orders.get(order.id)
  if (!seen) return false
  return list.keyedBy !== 'modified' || seen.modifiedAt.getTime() >= Math.floor(order.modifiedAt.getTime() / 1_000) * 1_000
}

/** What shoppers and the seller do at one moment, the same for the same number. */
function shop({ sandbox: { market }, fixture }: ContractBench, rows: readonly MarketListing[], turn: number): void {
  const listingId = rows[turn % rows.length]?.id ?? ''
  const placed = market.place('A', {
    lines: [{ listingId, units: 1 + (turn % 3) }],
    pay: turn % 5 !== 0,
    ungrouped: fixture.hides === 'ungrouped' && turn % 7 === 0,
  })
  if (!placed.placed) throw new Error('sold out')
  const orders = market.shop('A').orders.all()
  const earlier = orders[(turn * 37) % orders.length]
  if (!earlier) return
  if (turn % 4 === 0) market.cancel('A', earlier.id)
  else if (earlier.state === 'created') market.pay('A', earlier.id)
  else if (earlier.state === 'paid' && earlier.grouped)
    market.ship('A', { orderId: earlier.id, carrier: 'SF', waybill: `SF${turn}` })
}
