import { sql } from 'kysely'
import { merchantDb } from '../../src/db/merchant-db.ts'
import type { ToldLine, ToldOrder } from '../../src/domain/channel-order.ts'
import { bookOrders, type OrdersBooked } from '../../src/orders/book-orders.ts'
import { yes, type StockWorld } from './stock-world.ts'

export type WishedOrder = Partial<Omit<ToldOrder, 'lines'>> & {
  readonly orderId: string
  readonly lines: readonly (Partial<ToldLine> & { readonly listing: string })[]
}

/** A shop of a merchant's, with listings that tests make and quotas that tests give. */
export class OrderShop {
  readonly code: string
  readonly world: StockWorld

  private constructor(world: StockWorld, code: string) {
    this.world = world
    this.code = code
  }

  static async open(world: StockWorld, code: string): Promise<OrderShop> {
    await sql`insert into ${sql.table('channel')} (code, name, platform, state, created_at)
      values (${code}, ${code}, 'taobao', 'shadow', '2026-01-01')`.execute(merchantDb(world.em))
    return new OrderShop(world, code)
  }

  /** The pools it sells from, in order. */
  async sellsFrom(...pools: readonly string[]): Promise<void> {
    for (const [n, pool] of pools.entries()) {
      await sql`insert into ${sql.table('channel_pool')} (channel_id, pool_id, position)
        select c.id, p.id, ${n + 1} from ${sql.table('channel')} c, ${sql.table('pool')} p
         where c.code = ${this.code} and p.code = ${pool}`.execute(this.#db)
    }
  }

  /** A listing of a recipe with these components, or (null) of nothing known yet. */
  async listing(key: string, components: Readonly<Record<string, number>> | null): Promise<string> {
    await sql`insert into ${sql.table('listing')} (channel_id, external_id, state, created_at)
      select id, ${key}, 'listed', '2026-01-01' from ${sql.table('channel')} where code = ${this.code}`.execute(this.#db)
    if (components) await this.map(key, components)
    return key
  }

  async map(key: string, components: Readonly<Record<string, number>>): Promise<void> {
    const recipe = `${this.code}/${key}`
    await this.world.recipe(recipe, components)
    await sql`update ${sql.table('listing')} set recipe_id = (select id from ${sql.table('recipe')} where code = ${recipe})
      where id = ${this.#listingId(key)}`.execute(this.#db)
  }

  /** Joins a listing: so many sets move from the pool into its quota, as a settled reading would do it. */
  async join(key: string, quota: number): Promise<void> {
    await sql`
      with quota as (
        insert into ${sql.table('listing_quota')} (listing_id, pool_id, quota)
        select ${this.#listingId(key)}, (select min(id) from ${sql.table('pool')}), ${quota}),
      version as (
        insert into ${sql.table('listing_open_version')} (listing_id, recipe_version_id)
        select l.id, v.id from ${sql.table('listing')} l join ${sql.table('recipe_version')} v on v.recipe_id = l.recipe_id
         where l.id = ${this.#listingId(key)}
        returning recipe_version_id),
      balance as (
        update ${sql.table('pool_balance')} b set quota = b.quota + c.units * ${quota}::bigint
          from version v join ${sql.table('recipe_component')} c on c.recipe_version_id = v.recipe_version_id
         where b.sku_id = c.sku_id returning b.pool_id, b.sku_id, c.units)
      insert into ${sql.table('ledger')} (pool_id, sku_id, from_place, to_place, units, reason, document, actor, happened_at, recorded_at)
      select pool_id, sku_id, 'free', 'quota', units * ${quota}::bigint, 'join', 'test', 'test', '2026-01-01', '2026-01-01'
        from balance where ${quota}::bigint > 0`.execute(this.#db)
  }

  async quota(key: string): Promise<number> {
    const { rows } = await sql<{ quota: string }>`
      select quota from ${sql.table('listing_quota')} where listing_id = ${this.#listingId(key)}`.execute(this.#db)
    return Number(rows[0]?.quota)
  }

  async book(orders: readonly ToldOrder[], desk = this.world.desk): Promise<OrdersBooked> {
    return yes(
      await desk.do(
        bookOrders,
        { channel: this.code, pool: null, sinceMs: 0, lease: null, orders },
        { key: 'orders', actor: 'feed' },
      ),
    )
  }

  tell(...orders: readonly WishedOrder[]): Promise<OrdersBooked> {
    return this.book(orders.map(toldOrder))
  }

  get #db() {
    return merchantDb(this.world.em)
  }

  #listingId(key: string) {
    return sql`(select l.id from ${sql.table('listing')} l join ${sql.table('channel')} c on c.id = l.channel_id
                 where c.code = ${this.code} and l.external_id = ${key})`
  }
}

const START = Date.parse('2026-11-10T00:00:00Z')

/** A paid order unless said otherwise; its lines are in its state, and everything happened in its first minute. */
export function toldOrder({ lines, ...order }: WishedOrder): ToldOrder {
  const state = order.state ?? 'paid'
  return {
    parentId: null,
    leaf: true,
    state,
    createdAtMs: START,
    paidAtMs: state === 'created' ? null : START + 1_000,
    shippedAtMs: state === 'shipped' || state === 'closed' ? START + 30_000 : null,
    cancelledAtMs: state === 'cancelled' ? START + 20_000 : null,
    modifiedAtMs: START + 1_000 * ['created', 'paid', 'shipped', 'closed', 'cancelled'].indexOf(state),
    shipByMs: null,
    shippingHold: null,
    presale: null,
    region: { province: null, city: null, district: null },
    ...order,
    lines: lines.map((line, n) => ({
      lineId: `${order.orderId}-${n + 1}`,
      merchantCode: null,
      units: 1,
      state,
      shippedUnits: 0,
      refund: 'none',
      takesAt: 'order',
      restores: true,
      gift: false,
      oversold: false,
      campaigns: [],
      ...line,
    })),
  }
}
