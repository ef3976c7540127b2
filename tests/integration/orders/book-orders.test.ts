import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { bookOrders } from '../../../src/orders/book-orders.ts'
import { acknowledgeHold } from '../../../src/stock/facts/acknowledge-hold.ts'
import { releaseHold } from '../../../src/stock/commands/release-hold.ts'
import { shipHold } from '../../../src/stock/commands/ship-hold.ts'
import { readHolds } from '../../../src/stock/sql/read-holds.ts'
import { OrderShop, toldOrder } from '../../support/order-shop.ts'
import { MINUTE, StockWorld, yes } from '../../support/stock-world.ts'

let world: StockWorld
let shop: OrderShop
let made = 0

beforeAll(async () => {
  world = await StockWorld.open()
  await world.location('W1')
  shop = await OrderShop.open(world, 'tmall')
})
afterAll(() => world.close())

/** A SKU with units on hand and a listing of it; with a quota, unless that is null. */
async function selling(onHand: number, quota: number | null): Promise<{ sku: string; listing: string; orderId: string }> {
  made += 1
  const sku = `S${made}`
  await world.stocked(sku, 'W1', onHand)
  const listing = await shop.listing(`L${made}`, { [sku]: 1 })
  if (quota !== null) await shop.join(listing, quota)
  return { sku, listing, orderId: `O${made}` }
}

async function holdOf(orderId: string) {
  const [hold] = await readHolds(world.em, { ids: [], references: [`tmall:${orderId}`], lock: false })
  if (!hold) throw new Error(`order ${orderId} has no hold`)
  return hold
}

describe('an order of a shop that has joined', () => {
  it('R7: takes its units from the listing’s quota, once, however often it is told', async () => {
    const { sku, listing, orderId } = await selling(10, 6)
    expect(await shop.tell({ orderId, lines: [{ listing, units: 2 }] })).toEqual({ kind: 'booked', changed: 1, unmapped: [] })
    expect(await shop.tell({ orderId, lines: [{ listing, units: 2 }] })).toMatchObject({ changed: 0 })
    expect(await world.balance(sku)).toMatchObject({ held: 2, quota: 4, free: 4 })
    expect(await shop.quota(listing)).toBe(4)
  })

  it('R7: is booked however many lines it has: a wholesaler’s customers order whole catalogues', async () => {
    const { sku, listing, orderId } = await selling(2_000, 1_500)
    const lines = Array.from({ length: 1_200 }, (_, n) => ({ lineId: `${orderId}-${n}`, listing, units: 1 }))
    expect(await shop.tell({ orderId, lines })).toMatchObject({ kind: 'booked', changed: 1 })
    expect(await world.balance(sku)).toMatchObject({ held: 1_200, quota: 300 })
  })

  it('R6: what a cancellation was taken to do is not taken back when it is told otherwise later: a reading may have counted it', async () => {
    const { listing } = await selling(10, 5)
    const [off, line] = [
      { orderId: 'flips', state: 'cancelled' as const },
      { listing, units: 2 },
    ]
    await shop.tell({ orderId: 'flips', lines: [line] })
    await shop.tell({ ...off, lines: [{ ...line, restores: true }] })
    expect(await shop.quota(listing)).toBe(5)
    await shop.tell({ ...off, modifiedAtMs: world.nowMs, lines: [{ ...line, restores: false }] })
    expect(await shop.quota(listing)).toBe(5)
    // The other way round more may be for sale than was thought.
    await shop.tell({ orderId: 'flops', lines: [line] })
    await shop.tell({ ...off, orderId: 'flops', lines: [{ ...line, restores: false }] })
    expect(await shop.quota(listing)).toBe(3)
    await shop.tell({ ...off, orderId: 'flops', modifiedAtMs: world.nowMs, lines: [{ ...line, restores: true }] })
    expect(await shop.quota(listing)).toBe(5)
  })

  it('A8, R6: a unit called off goes back to the quota where the platform restores its counter, else to the pool', async () => {
    const { sku, listing, orderId } = await selling(10, 6)
    await shop.tell({ orderId, lines: [{ listing, units: 2 }] })
    await shop.tell({ orderId, state: 'cancelled', lines: [{ listing, units: 2 }] })
    expect(await world.balance(sku)).toMatchObject({ held: 0, quota: 6, free: 4 })
    const other = `${orderId}b`
    await shop.tell({ orderId: other, lines: [{ listing, units: 2, restores: false }] })
    await shop.tell({ orderId: other, state: 'cancelled', lines: [{ listing, units: 2, restores: false }] })
    expect(await world.balance(sku)).toMatchObject({ held: 0, quota: 4, free: 6 })
    expect((await holdOf(other)).state).toBe('released')
  })

  it('A8: a cancellation seen before its order books both together', async () => {
    const { sku, listing, orderId } = await selling(10, 6)
    await shop.tell({ orderId, state: 'cancelled', lines: [{ listing, units: 2, restores: false }] })
    expect(await world.balance(sku)).toMatchObject({ held: 0, quota: 4, free: 6 })
    await shop.tell({ orderId, lines: [{ listing, units: 2, restores: false }] })
    expect(await world.balance(sku)).toMatchObject({ held: 0, quota: 4, free: 6 })
  })

  it('A8: one line is called off, the others stay', async () => {
    const { sku, listing, orderId } = await selling(10, 6)
    const lines = [
      { listing, units: 2 },
      { listing, units: 1 },
    ] as const
    await shop.tell({ orderId, lines })
    await shop.tell({
      orderId,
      modifiedAtMs: Date.parse('2026-11-10T00:05:00Z'),
      lines: [{ ...lines[0], state: 'cancelled' }, lines[1]],
    })
    expect(await world.balance(sku)).toMatchObject({ held: 1, quota: 5, free: 4 })
  })

  it('lowers the quota below zero, and a late cancellation brings it back', async () => {
    const { sku, listing, orderId } = await selling(5, 1)
    await shop.tell({ orderId, lines: [{ listing }] })
    await shop.tell({ orderId: `${orderId}b`, lines: [{ listing }] })
    expect(await shop.quota(listing)).toBe(-1)
    expect(await world.balance(sku)).toMatchObject({ held: 2, quota: -1, free: 4 })
    await shop.tell({ orderId, state: 'cancelled', lines: [{ listing }] })
    expect(await shop.quota(listing)).toBe(0)
    expect(await world.balance(sku)).toMatchObject({ held: 1, quota: 0, free: 4 })
  })

  it('R6: called off while it is being picked, the shop’s units come from the pool at once, and the hold ends when the warehouse says so', async () => {
    const { sku, listing, orderId } = await selling(10, 6)
    await shop.tell({ orderId, lines: [{ listing, units: 2 }] })
    const { id: holdId } = await holdOf(orderId)
    yes(await world.do(acknowledgeHold, { holdId, location: 'W1', acknowledgedAtMs: world.nowMs }))
    await shop.tell({ orderId, state: 'cancelled', lines: [{ listing, units: 2 }] })
    expect(await world.balance(sku)).toMatchObject({ held: 2, quota: 6, free: 2 })
    yes(await world.do(releaseHold, { holdId, lines: null }))
    expect(await world.balance(sku)).toMatchObject({ held: 0, quota: 6, free: 4 })
  })

  it('A8, R9: refunded after it left, nothing comes back, and what the platform may sell again comes out of the pool', async () => {
    const { sku, listing, orderId } = await selling(10, 6)
    await shop.tell({ orderId, state: 'shipped', lines: [{ listing, units: 2 }] })
    expect(await world.balance(sku)).toMatchObject({ onHand: 8, held: 0, quota: 4, free: 4 })
    await shop.tell({ orderId, state: 'closed', lines: [{ listing, units: 2, refund: 'done' }] })
    expect(await world.balance(sku)).toMatchObject({ onHand: 8, held: 0, quota: 6, free: 2 })
  })

  it('a paid line changed to another SKU moves to that listing', async () => {
    const [a, b] = [await selling(10, 5), await selling(10, 5)]
    const { orderId } = a
    await shop.tell({ orderId, lines: [{ listing: a.listing, units: 2 }] })
    await shop.tell({ orderId, modifiedAtMs: Date.parse('2026-11-10T00:05:00Z'), lines: [{ listing: b.listing, units: 2 }] })
    expect(await world.balance(a.sku)).toMatchObject({ held: 0, quota: 5, free: 5 })
    expect(await world.balance(b.sku)).toMatchObject({ held: 2, quota: 3, free: 5 })
    await shop.tell({ orderId, lines: [{ listing: a.listing, units: 2 }] })
    expect(await world.balance(b.sku)).toMatchObject({ held: 2, quota: 3, free: 5 })
  })

  it('a parent that was split gives its units to its children', async () => {
    const { sku, listing, orderId } = await selling(10, 6)
    await shop.tell({ orderId, lines: [{ listing, units: 3 }] })
    const children = [1, 2].map((units) => ({ orderId: `${orderId}-${units}`, parentId: orderId, lines: [{ listing, units }] }))
    await shop.tell({ orderId, leaf: false, state: 'cancelled', lines: [{ listing, units: 3 }] }, ...children)
    expect(await world.balance(sku)).toMatchObject({ held: 3, quota: 3, free: 4 })
    await shop.tell({ orderId, lines: [{ listing, units: 3 }] })
    expect(await world.balance(sku)).toMatchObject({ held: 3, quota: 3, free: 4 })
  })

  it('of a set, takes every component', async () => {
    const { sku, orderId } = await selling(20, null)
    const other = await selling(20, null)
    const listing = await shop.listing(`SET${made}`, { [sku]: 2, [other.sku]: 1 })
    await shop.join(listing, 5)
    await shop.tell({ orderId, lines: [{ listing, units: 2 }] })
    expect(await world.balance(sku)).toMatchObject({ held: 4, quota: 6, free: 10 })
    expect(await world.balance(other.sku)).toMatchObject({ held: 2, quota: 3, free: 15 })
  })
})

describe('an unpaid order of a listing that takes at payment', () => {
  const unpaid = (listing: string, units: number) => [{ listing, units, takesAt: 'payment' as const }]

  it('holds what is free; when it is paid the quota pays and the free units come back', async () => {
    const { sku, listing, orderId } = await selling(10, 6)
    await shop.tell({ orderId, state: 'created', lines: unpaid(listing, 2) })
    expect(await world.balance(sku)).toMatchObject({ held: 2, quota: 6, free: 2 })
    await shop.tell({ orderId, lines: unpaid(listing, 2) })
    expect(await world.balance(sku)).toMatchObject({ held: 2, quota: 4, free: 4 })
  })

  it('unpaid, never makes a deficit; paid beyond the quota, what was held covers it, and the rest is below zero', async () => {
    const { sku, listing, orderId } = await selling(4, 1)
    await shop.tell({ orderId, state: 'created', lines: unpaid(listing, 5) })
    expect(await world.balance(sku)).toMatchObject({ held: 3, quota: 1, free: 0, deficit: 0 })
    await shop.tell({ orderId, lines: unpaid(listing, 5) })
    expect(await world.balance(sku)).toMatchObject({ held: 5, quota: -1, free: 0, deficit: 0 })
    expect(await shop.quota(listing)).toBe(-1)
  })

  it('I13: comes to the same seen unpaid or not, once the cancellation that made room for it is told', async () => {
    const at = (seconds: number) => Date.parse('2026-11-10T00:00:00Z') + seconds * 1_000
    const booked = async (seesUnpaid: boolean) => {
      const { sku, listing, orderId } = await selling(10, 2)
      const [earlier, later] = [`${orderId}a`, `${orderId}b`]
      await shop.tell({ orderId: earlier, paidAtMs: at(10), lines: unpaid(listing, 2) })
      if (seesUnpaid) await shop.tell({ orderId: later, state: 'created', lines: unpaid(listing, 2) })
      await shop.tell({ orderId: later, paidAtMs: at(60), lines: unpaid(listing, 2) })
      const between = await world.balance(sku)
      await shop.tell({
        orderId: earlier,
        state: 'cancelled',
        paidAtMs: at(10),
        cancelledAtMs: at(30),
        modifiedAtMs: at(30),
        lines: unpaid(listing, 2),
      })
      const { held, quota, free, deficit } = (await world.balance(sku)) ?? {}
      const after = { held, quota, free, deficit, shown: await shop.quota(listing) }
      return { between, after }
    }
    const [seen, unseen] = [await booked(true), await booked(false)]
    // Whether the shop had these units nobody knows yet: where they were held, they are not free.
    expect(seen.between).toMatchObject({ held: 4, quota: 0, free: 6 })
    expect(unseen.between).toMatchObject({ held: 4, quota: -2, free: 8 })
    expect(seen.after).toEqual({ held: 2, quota: 0, free: 8, deficit: 0, shown: 0 })
    expect(unseen.after).toEqual(seen.after)
  })

  it('lets go when it is called off unpaid', async () => {
    const { sku, listing, orderId } = await selling(10, 6)
    await shop.tell({ orderId, state: 'created', lines: unpaid(listing, 2) })
    await shop.tell({ orderId, state: 'cancelled', paidAtMs: null, lines: unpaid(listing, 2) })
    expect(await world.balance(sku)).toMatchObject({ held: 0, quota: 6, free: 4 })
  })
})

describe('what has left', () => {
  it('R7: is consumed once, told by the shop, the warehouse and ourselves, in any order', async () => {
    const { sku, listing, orderId } = await selling(10, 6)
    const order = `tmall:${orderId}`
    await world.tell({
      kind: 'shipment',
      document: `SO-${orderId}`,
      happenedAtMs: world.nowMs,
      sku,
      units: 1,
      location: 'W1',
      order,
    })
    await shop.tell({ orderId, lines: [{ listing, units: 3 }] })
    expect(await world.balance(sku)).toMatchObject({ onHand: 9, held: 2, quota: 3, free: 4 })
    yes(
      await world.do(shipHold, {
        holdId: (await holdOf(orderId)).id,
        lines: [{ line: 1, units: 2 }],
        location: null,
        shippedAtMs: null,
      }),
    )
    expect(await world.balance(sku)).toMatchObject({ onHand: 8, held: 1 })
    await shop.tell({ orderId, state: 'shipped', lines: [{ listing, units: 3 }] })
    await world.tell({
      kind: 'shipment',
      document: `SO-${orderId}`,
      happenedAtMs: world.nowMs,
      sku,
      units: 3,
      location: 'W1',
      order,
    })
    expect(await world.balance(sku)).toMatchObject({ onHand: 7, held: 0, quota: 3, free: 4 })
    expect((await holdOf(orderId)).state).toBe('shipped')
  })

  it('R7: leaves line by line, also where two lines sell the same goods', async () => {
    const { sku, listing, orderId } = await selling(10, 6)
    const other = await shop.listing(`${listing}b`, { [sku]: 1 })
    await shop.join(other, 2)
    const lines = [
      { lineId: '1', listing, units: 2 },
      { lineId: '2', listing: other, units: 1 },
    ]
    await shop.tell({ orderId, lines })
    await shop.tell({
      orderId,
      state: 'shipped',
      shippedAtMs: world.nowMs,
      lines: lines.map((line) => ({ ...line, shippedUnits: line.units })),
    })
    expect(await world.balance(sku)).toMatchObject({ onHand: 7, held: 0, quota: 5, free: 2 })
    expect(await world.differences()).toEqual([])
  })

  it('before the shop was connected is not of this stock', async () => {
    const { sku, listing, orderId } = await selling(10, null)
    world.clock.advance(MINUTE)
    const orders = [toldOrder({ orderId, state: 'shipped', lines: [{ listing }] })]
    yes(await world.do(bookOrders, { channel: 'tmall', pool: null, sinceMs: world.nowMs, lease: null, orders }))
    expect(await world.balance(sku)).toMatchObject({ onHand: 10, held: 0, free: 10 })
  })
})

describe('a shop that only looks on', () => {
  it('has its sales booked as facts: beyond the stock they are a deficit with an alarm', async () => {
    const { sku, listing, orderId } = await selling(3, null)
    await shop.tell({ orderId, lines: [{ listing, units: 5 }] })
    expect(await world.balance(sku)).toMatchObject({ held: 5, free: 0, deficit: 2 })
    expect(await world.alarms(`sku:${sku}`)).toEqual(['deficit'])
    await shop.tell({ orderId, state: 'cancelled', lines: [{ listing, units: 5, restores: true }] })
    expect(await world.balance(sku)).toMatchObject({ held: 0, free: 3, deficit: 0 })
  })

  it('keeps the orders of a listing nobody has mapped, and books them once it is', async () => {
    const { sku, orderId } = await selling(10, null)
    const listing = await shop.listing(`NEW${made}`, null)
    const telling = { orderId, lines: [{ listing, units: 2 }] }
    expect(await shop.tell(telling)).toEqual({ kind: 'booked', changed: 1, unmapped: [listing] })
    expect(await world.balance(sku)).toMatchObject({ held: 0, free: 10 })
    await shop.map(listing, { [sku]: 1 })
    expect(await shop.tell(telling)).toEqual({ kind: 'booked', changed: 1, unmapped: [] })
    expect(await world.balance(sku)).toMatchObject({ held: 2, free: 8 })
    const { rows } = await sql`select 1 from ${sql.table('channel_order_line')} where recipe_version_id is null`.execute(
      merchantDb(world.em),
    )
    expect(rows).toEqual([])
  })
})
