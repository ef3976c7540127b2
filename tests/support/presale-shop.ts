import { sql } from 'kysely'
import { merchantDb } from '../../src/db/merchant-db.ts'
import type { ToldOrder, ToldPresale } from '../../src/domain/channel-order.ts'
import { changeExpectedReceipt } from '../../src/presale/change-expected-receipt.ts'
import { createExpectedReceipt } from '../../src/presale/create-expected-receipt.ts'
import { OrderShop, toldOrder, type WishedOrder } from './order-shop.ts'
import { yes, type StockWorld } from './stock-world.ts'

const DAY_MS = 86_400_000
const START = Date.parse('2026-11-10T00:00:00Z')

/** A shop that sells goods before they have come in, and short words for what is on record of them. */
export class PresaleShop {
  readonly world: StockWorld
  readonly shop: OrderShop
  readonly sku: string

  private constructor(world: StockWorld, shop: OrderShop, sku: string) {
    this.world = world
    this.shop = shop
    this.sku = sku
  }

  /** With a presale listing `ahead` and a listing `now` of the same SKU. */
  static async open(world: StockWorld, name: string): Promise<PresaleShop> {
    const sku = await world.sku(`SKU-${name}`)
    const shop = await OrderShop.open(world, name)
    await shop.listing('ahead', { [sku]: 1 })
    await shop.listing('now', { [sku]: 1 })
    return new PresaleShop(world, shop, sku)
  }

  async expect(units: number, dueOn: string): Promise<string> {
    const args = { pool: null, sku: this.sku, units, dueOn, reference: null }
    return yes(await this.world.do(createExpectedReceipt, args)).receiptId
  }

  async cut(receipt: string, units: number | null, dueOn: string | null = null): Promise<void> {
    yes(await this.world.do(changeExpectedReceipt, { receipt, units, dueOn }))
  }

  async sell(...orders: readonly AheadOrder[]): Promise<void> {
    await this.shop.book(orders.map(aheadOrder))
  }

  async arrive(units: number, document = this.world.newKey()): Promise<void> {
    const { world, sku } = this
    await world.tell({ kind: 'receipt', document, happenedAtMs: world.nowMs, location: 'W1', sku, units })
  }

  async balance() {
    const { onHand = 0, held = 0, free = 0, deficit = 0 } = (await this.world.balance(this.sku)) ?? {}
    return { onHand, held, free, deficit }
  }

  async totals() {
    const { rows } = await sql<{ ordered: number; served: number; left: number; uncovered: number }>`
      select b.ordered::int as ordered, b.served::int as served, b.left_units::int as left, b.uncovered::int as uncovered
        from ${sql.table('presale_balance')} b join ${sql.table('sku')} s on s.id = b.sku_id
       where s.code = ${this.sku}`.execute(merchantDb(this.world.em))
    return rows[0]
  }

  async receipts() {
    const { rows } = await sql<Record<'expected' | 'orders' | 'quota' | 'arrived' | 'over', number>>`
      select r.expected::int as expected, r.presale_orders::int as orders, r.presale_quota::int as quota, r.arrived::int as arrived,
             r.over_promised::int as over
        from ${sql.table('expected_receipt')} r join ${sql.table('sku')} s on s.id = r.sku_id
       where s.code = ${this.sku} order by r.due_on, r.id`.execute(merchantDb(this.world.em))
    return rows
  }

  /** Units that each order's hold keeps, and what it has ordered ahead. */
  async orders(): Promise<Readonly<Record<string, string>>> {
    const { rows } = await sql<{ order_id: string; served: string; units: string }>`
      select c.order_id, sum(c.served) as served, sum(c.units) as units
        from ${sql.table('presale_claim')} c join ${sql.table('sku')} s on s.id = c.sku_id
       where s.code = ${this.sku} group by c.order_id order by c.order_id`.execute(merchantDb(this.world.em))
    return Object.fromEntries(rows.map((row) => [row.order_id, `${row.served}/${row.units}`]))
  }

  async toLower(): Promise<number> {
    const { rows } = await sql<{ units: number }>`
      select coalesce(sum(q.to_lower), 0)::int as units
        from ${sql.table('presale_quota')} q join ${sql.table('sku')} s on s.id = q.sku_id
       where s.code = ${this.sku}`.execute(merchantDb(this.world.em))
    return rows[0]?.units ?? 0
  }
}

export interface AheadOrder extends Partial<Omit<WishedOrder, 'presale' | 'lines'>> {
  readonly orderId: string
  readonly units?: number
  readonly kind?: ToldPresale['kind']
  readonly step?: ToldPresale['step']
  /** Days after the shop's first day; null: for no day. */
  readonly promisedOn?: number | null
  readonly takesAt?: 'order' | 'payment'
}

/** An order of the presale listing: wholly paid unless said otherwise. */
export function aheadOrder({
  units = 1,
  kind = 'full payment',
  step = 'all paid',
  promisedOn = 30,
  takesAt,
  ...order
}: AheadOrder): ToldOrder {
  const promisedAtMs = promisedOn === null ? null : START + promisedOn * DAY_MS
  return toldOrder({
    ...order,
    presale: { kind, step, promisedAtMs },
    lines: [{ listing: 'ahead', units, takesAt: takesAt ?? 'order' }],
  })
}
