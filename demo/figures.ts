import { sql } from 'kysely'
import type { MarketShop, ReplayMarket } from '../replay/market/shops.ts'
import type { Clock } from '../src/clock.ts'
import { merchantDb } from '../src/db/merchant-db.ts'
import type { Em } from '../src/db/orm.ts'
import { orderReference } from '../src/domain/channel-order.ts'
import { HOT } from './goods.ts'

const LAGS_KEPT = 200
const ASKED_AT_ONCE = 1_000
/** An order that is not held after so long has nothing left to hold: it was called off first. */
const GIVEN_UP_MS = 600_000

export interface Figures {
  readonly heldUnits: number
  /** What is left of what everybody wants, the least that is left of anything, and of how many goods nothing. */
  readonly hotUnits: number
  readonly lowestUnits: number
  readonly soldOut: number
  /** Units that orders lack because the warehouse has lost goods under them. */
  readonly deficitUnits: number
  /** Half of the last orders were held within so long of being accepted at the shop. */
  readonly lagMs: number | null
  readonly joined: number
  readonly listed: number
}

/** Looks at the shops and into the books, to say how it goes. */
export class FigureReader {
  readonly #em: Em
  readonly #clock: Clock
  readonly #waiting = new Map<string, number>()
  #lagsMs: number[] = []
  orders = 0

  constructor({ em, clock, market }: { readonly em: Em; readonly clock: Clock; readonly market: ReplayMarket }) {
    this.#em = em
    this.#clock = clock
    const shops = new Map(market.shops.map((shop) => [shop.shopId, shop]))
    for (const { platform, shopId } of market.shops) {
      const placed = platform.sandbox.market.shop(shopId).orders.all()
      this.orders += placed.filter(({ parentId }) => parentId === null).length
    }
    for (const { sandbox } of market.platforms) {
      sandbox.market.watchers.add(({ id, shopId, state, parentId }) => {
        const shop = shops.get(shopId)
        if (shop && state === 'created' && parentId === null) this.#accepted(shop, id)
      })
    }
  }

  #accepted({ code }: MarketShop, orderId: string): void {
    this.orders += 1
    this.#waiting.set(orderReference(code, orderId), this.#clock.now().getTime())
  }

  async read(): Promise<Figures> {
    await this.#readLags()
    const { rows } = await sql<Record<'held' | 'hot' | 'lowest' | 'out' | 'deficit' | 'joined' | 'listed', string | null>>`
      with goods as (
        select s.code, b.held, b.on_hand - b.held as units, b.deficit
          from ${sql.table('pool_balance')} b join ${sql.table('sku')} s on s.id = b.sku_id where b.on_hand <> 0 or b.held > 0)
      select (select coalesce(sum(held), 0) from goods) as held, (select sum(units) from goods where code = ${HOT}) as hot,
             (select min(units) from goods) as lowest, (select count(*) from goods where units <= 0) as out,
             (select sum(deficit) from goods) as deficit,
             (select count(*) from ${sql.table('listing')} where joined_at is not null) as joined,
             (select count(*) from ${sql.table('listing')}) as listed`.execute(merchantDb(this.#em.fork()))
    const [row] = rows
    const lags = this.#lagsMs.toSorted((a, b) => a - b)
    return {
      heldUnits: Number(row?.held ?? 0),
      hotUnits: Number(row?.hot ?? 0),
      // Below zero orders lack what was lost: that is told by itself.
      lowestUnits: Math.max(0, Number(row?.lowest ?? 0)),
      soldOut: Number(row?.out ?? 0),
      deficitUnits: Number(row?.deficit ?? 0),
      lagMs: lags[Math.floor(lags.length / 2)] ?? null,
      joined: Number(row?.joined ?? 0),
      listed: Number(row?.listed ?? 0),
    }
  }

  async #readLags(): Promise<void> {
    const nowMs = this.#clock.now().getTime()
    const asked = [...this.#waiting.keys()].slice(0, ASKED_AT_ONCE)
    const { rows } = await sql<{ reference: string; ms: number }>`
      select reference, (extract(epoch from created_at) * 1000)::float8 as ms from ${sql.table('hold')}
       where reference = any(${asked}::text[])`.execute(merchantDb(this.#em.fork()))
    for (const { reference, ms } of rows) {
      this.#lagsMs.push(Math.max(0, ms - (this.#waiting.get(reference) ?? ms)))
      this.#waiting.delete(reference)
    }
    this.#lagsMs = this.#lagsMs.slice(-LAGS_KEPT)
    for (const [reference, atMs] of this.#waiting) if (nowMs - atMs > GIVEN_UP_MS) this.#waiting.delete(reference)
  }
}
