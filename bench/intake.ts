import { sql } from 'kysely'
import { merchantDb } from '../src/db/merchant-db.ts'
import type { Em } from '../src/db/orm.ts'
import type { ToldOrder } from '../src/domain/channel-order.ts'
import { bookOrders } from '../src/orders/book-orders.ts'
import { createStockDesk, type StockDesk } from '../src/stock/stock-desk.ts'
import { ratioTo, type Bench, type BenchContext, type Figure } from './harness/bench.ts'
import { benchMerchant } from './harness/bench-merchant.ts'
import { closedLoop } from './harness/closed-loop.ts'
import { oneTransactionPerOrder } from './harness/one-transaction-per-order.ts'
import { orderLatency } from './harness/order-latency.ts'

const SKUS = 1_000
const LINES = 3
const PAGE = 100
/** Pages of so many shops at once. */
const SHOPS = 3
const START = Date.parse('2026-11-10T00:00:00Z')

export const intake: Bench = {
  name: 'intake',
  describe: `orders of ${LINES} lines booked in pages of ${PAGE}, against one transaction an order (--seconds N), a backlog (--rows N), and how long 200 orders a second of three shops take until they are held`,
  async run(context) {
    const seconds = context.option('seconds', 10)
    const pushed = await orderLatency(context, { push: true })
    const polled = await orderLatency(context, { push: false })
    await using undo = new AsyncDisposableStack()
    const baseline = await oneTransactionPerOrder(context, { skus: SKUS, lines: LINES })
    undo.defer(() => baseline.dispose())
    const merchant = await benchMerchant(context, {
      code: 'intake',
      skus: SKUS,
      unitsEach: 1_000_000_000,
      connectionsMax: context.option('connections', 16),
    })
    undo.defer(() => merchant.dispose())
    await addShops(merchant.em, context.clock.now())
    const desk = createStockDesk(merchant.em, context.clock)

    const before = await baseline.measure(seconds / 2)
    await pages(context, { desk, seconds: 1, prefix: 'warm' })
    const ours = await pages(context, { desk, seconds, prefix: 'run' })
    const after = await baseline.measure(seconds / 2)
    const perSecond = Math.round((before.perSecond + after.perSecond) / 2)
    const value = ours.perSecond * PAGE
    context.say(`baseline ${before.perSecond}/s before, ${after.perSecond}/s after`)
    const main = { figure: 'pages-of-100', value, unit: 'orders/s', baseline: perSecond, ratio: ratioTo(perSecond, value) }
    return [{ ...main, p50Ms: ours.p50Ms, p99Ms: ours.p99Ms }, ...(await backlog(context, desk)), pushed, polled]
  },
}

/** Each shop lists every SKU once; a listing sells one unit of it. */
async function addShops(em: Em, now: Date): Promise<void> {
  const db = merchantDb(em.fork())
  await sql`
    insert into ${sql.table('channel')} (code, name, platform, state, created_at)
    select 'shop' || n, 'shop' || n, 'taobao', 'shadow', ${now} from generate_series(1, ${SHOPS}::int) n`.execute(db)
  await sql`
    insert into ${sql.table('recipe')} (code, name, created_at, single_sku_id)
    select code, code, ${now}, id from ${sql.table('sku')}`.execute(db)
  await sql`
    with version as (
      insert into ${sql.table('recipe_version')} (recipe_id, version, effective_at, granted_at, created_at)
      select id, 1, ${now}, ${now}, ${now} from ${sql.table('recipe')} returning id, recipe_id)
    insert into ${sql.table('recipe_component')} (recipe_version_id, sku_id, units)
    select v.id, r.single_sku_id, 1 from version v join ${sql.table('recipe')} r on r.id = v.recipe_id`.execute(db)
  await sql`
    insert into ${sql.table('listing')} (channel_id, external_id, state, created_at, recipe_id)
    select c.id, r.code, 'listed', ${now}, r.id from ${sql.table('channel')} c, ${sql.table('recipe')} r`.execute(db)
}

interface Pages {
  readonly desk: StockDesk
  readonly seconds: number
  readonly prefix: string
}

function pages({ signal }: BenchContext, { desk, seconds, prefix }: Pages) {
  let page = 0
  return closedLoop({ callers: SHOPS, seconds, signal }, (shop) => {
    page += 1
    return book(desk, { shop: shop + 1, name: `${prefix}-${page}` })
  })
}

async function book(desk: StockDesk, { shop, name }: { readonly shop: number; readonly name: string }): Promise<void> {
  const orders = Array.from({ length: PAGE }, (_, n) => newOrder(`${name}-${n}`))
  const args = { channel: `shop${shop}`, pool: null, sinceMs: 0, lease: null, orders }
  const answer = await desk.do(bookOrders, args, { key: 'orders', actor: 'bench' })
  if (answer.kind !== 'booked') throw new Error(`a page was not booked: ${answer.message}`)
  if (answer.changed !== PAGE) throw new Error(`${answer.changed} of ${PAGE} orders were booked`)
}

function newOrder(orderId: string): ToldOrder {
  const first = Math.floor(Math.random() * SKUS)
  return {
    orderId,
    parentId: null,
    leaf: true,
    state: 'paid',
    createdAtMs: START,
    paidAtMs: START,
    shippedAtMs: null,
    cancelledAtMs: null,
    modifiedAtMs: START,
    shipByMs: null,
    shippingHold: null,
    presale: null,
    region: { province: null, city: null, district: null },
    lines: Array.from({ length: LINES }, (_, n) => ({
      lineId: `${orderId}-${n}`,
      listing: `SKU-${((first + n * 331) % SKUS) + 1}`,
      merchantCode: null,
      units: 1,
      state: 'paid',
      shippedUnits: 0,
      refund: 'none',
      takesAt: 'order',
      restores: true,
      gift: false,
      oversold: false,
      campaigns: [],
    })),
  }
}

/** A shop that was away for long: its pages come one after the other, as fast as they are booked. */
async function backlog(context: BenchContext, desk: StockDesk): Promise<readonly Figure[]> {
  const { signal } = context
  const orders = context.option('rows', 100_000)
  const heap: number[] = []
  const beganMs = performance.now()
  for (let done = 0; done < orders; done += PAGE) {
    signal.throwIfAborted()
    await book(desk, { shop: 1, name: `backlog-${done}` })
    if (done % 1_000 === 0) heap.push(process.memoryUsage().rss / 1_048_576)
  }
  const seconds = (performance.now() - beganMs) / 1_000
  const early = Math.max(...heap.slice(0, Math.ceil(heap.length / 5)))
  const growth = Math.round((Math.max(...heap) - early) * 10) / 10
  context.say(
    `backlog: ${orders} orders in ${seconds.toFixed(1)} s, one page at a time; ${Math.max(...heap).toFixed(0)} MB at most`,
  )
  const alone = { baseline: null, ratio: null, p50Ms: null, p99Ms: null }
  return [
    { figure: 'backlog', value: Math.round(orders / seconds), unit: 'orders/s', ...alone },
    { figure: 'backlog-growth', value: growth, unit: 'MB after the first fifth', ...alone },
  ]
}
