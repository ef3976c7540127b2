import { sql } from 'kysely'
import { connectShops, leaveToOthers, receiveOpening, type Merchant } from '../replay/product/merchant.ts'
import { answered, surely } from '../replay/product/surely.ts'
import type { MarketShop } from '../replay/market/shops.ts'
import { applyRules } from '../src/allocation/apply-rules.ts'
import type { AppParts } from '../src/app.ts'
import { createDirectChannel } from '../src/catalogue/create-direct-channel.ts'
import { merchantDb } from '../src/db/merchant-db.ts'
import type { ChannelDraft } from '../src/domain/allocation/check-rule.ts'
import { openChannelDesk, type ChannelDesk } from '../src/gateway/channel-desk.ts'
import { setSafetyStock } from '../src/stock/commands/set-safety-stock.ts'
import { openingOf } from './goods.ts'
import type { ServedShops } from './shops.ts'
import { DEMO_MERCHANT } from './sign-in.ts'
import type { DemoWorld } from './world.ts'

const KEPT_AT_ONCE = 100

/** The merchant's own app and its mini-program sell beside the six shops. */
export const OWN_CHANNELS = ['app', 'mini'] as const
const names: Readonly<Record<(typeof OWN_CHANNELS)[number], string>> = { app: '自有 App', mini: '小程序' }

/** Who comes first when goods are scarce. */
const RANKS: Readonly<Record<string, number>> = { 'tmall-1': 1, 'jd-1': 2, 'taobao-1': 3, 'jd-2': 3, 'pdd-1': 4, 'pdd-2': 4 }
const NOTHING = {
  reserveUnits: null,
  minimumMoveUnits: null,
  confidence: null,
  overcommitUnits: null,
  oversellUnitsPerDay: null,
}

/** The demo's merchant in the product, as an operator's tools and a worker see it. */
export class DemoMerchant {
  readonly tools: Merchant
  readonly desk: ChannelDesk
  readonly #parts: AppParts
  readonly #world: DemoWorld

  constructor(parts: AppParts, world: DemoWorld) {
    const { em, stock, clock, platforms, keys } = parts
    const { schema } = DEMO_MERCHANT
    this.tools = { em: em.fork({ schema }), desk: stock.of(schema), clock, actor: 'demo' }
    this.desk = openChannelDesk({ em: this.tools.em, clock, platforms, keys }, () => parts.wake(schema))
    this.#parts = parts
    this.#world = world
  }

  /** Goods, warehouse, shops and ranks. What is there already stays as it is. */
  async prepare(served: ServedShops, signal: AbortSignal): Promise<void> {
    const { goods, market } = this.#world
    const { em, clock } = this.tools
    await this.#findShops(served)
    if ((await this.#joined()).size === market.shops.length) return
    await surely(signal, () => receiveOpening(this.tools, [...goods.all.values()], (sku) => openingOf(goods, sku)))
    for (const code of OWN_CHANNELS) await createDirectChannel(em.fork(), { code, name: names[code] }, clock.now())
    const { platforms, keys } = this.#parts
    if (!keys) throw new Error('the demo has no master keys')
    // What the shops show is theirs until all of them have joined.
    await leaveToOthers(this.tools, 100)
    await connectShops(this.tools, { market, platforms, keys, addresses: (shop) => withoutControl(served, shop) })
    await this.#rank()
  }

  /** From here on the shops are kept in step; one that has joined before stays as it is. */
  async join(): Promise<void> {
    const joined = await this.#joined()
    for (const shop of this.#world.market.shops)
      if (!joined.has(shop)) await this.desk.moveChannel({ channel: shop.code, move: 'join', actor: 'demo' })
  }

  /** The shops that join or have joined. */
  async #joined(): Promise<ReadonlySet<MarketShop>> {
    const { rows } = await sql<{ code: string }>`
      select code from ${sql.table('channel')} where platform <> 'direct' and state <> 'shadow'`.execute(
      merchantDb(this.tools.em.fork()),
    )
    const codes = new Set(rows.map(({ code }) => code))
    return new Set(this.#world.market.shops.filter(({ code }) => codes.has(code)))
  }

  /** How far a condition holds in the merchant's books. */
  async count(condition: string, table: string): Promise<number> {
    const { rows } = await sql<{ n: string }>`select count(*) as n from ${sql.table(table)} where ${sql.raw(condition)}`.execute(
      merchantDb(this.tools.em.fork()),
    )
    return Number(rows[0]?.n ?? 0)
  }

  /** So many units of each are kept for what its shops show and nobody has read yet, as safety stock. */
  async keep(units: ReadonlyMap<string, number>, why: string, signal: AbortSignal): Promise<void> {
    const { desk, actor } = this.tools
    const all = [...units]
    for (let from = 0; from < all.length; from += KEPT_AT_ONCE) {
      const some = all.slice(from, from + KEPT_AT_ONCE)
      await Promise.all(
        some.map(([sku, wanted]) =>
          surely(signal, async () =>
            answered(await desk.do(setSafetyStock, { pool: null, sku, wanted }, { key: `${why}-${sku}`, actor })),
          ),
        ),
      )
    }
  }

  /** Of SKUs units of which are kept: how many of their listings have joined. */
  async joinedOfKept(): Promise<ReadonlyMap<string, number>> {
    const { rows } = await sql<{ code: string; joined: number }>`
      select s.code, count(l.joined_at)::int as joined
        from ${sql.table('pool_balance')} b join ${sql.table('sku')} s on s.id = b.sku_id
        join ${sql.table('listing')} l on l.merchant_code = s.code
       where b.safety_wanted > 0 group by s.code`.execute(merchantDb(this.tools.em.fork()))
    return new Map(rows.map(({ code, joined }) => [code, joined]))
  }

  /** All shops have joined: nothing has to be kept for what they show. */
  async shareAll(): Promise<void> {
    await leaveToOthers(this.tools, 0)
  }

  /** The shops may be found at other ports than before. */
  async #findShops(served: ServedShops): Promise<void> {
    for (const shop of this.#world.market.shops) {
      const { gatewayUrl, tokenUrl, pushUrl } = served.addresses(shop)
      await sql`
        update ${sql.table('channel')} set gateway_url = ${gatewayUrl}, token_url = ${tokenUrl}, push_url = ${pushUrl}
         where code = ${shop.code}`.execute(merchantDb(this.tools.em.fork()))
    }
  }

  async #rank(): Promise<void> {
    const channels = Object.entries(RANKS).map(([channel, rank]): ChannelDraft => ({
      channel,
      rank,
      sharePercent: null,
      floorUnits: null,
      capUnits: null,
    }))
    const rule = { name: 'ranks', scope: { kind: 'merchant' as const }, channels, values: NOTHING }
    const at = { ends: [], fromMs: null, untilMs: null, key: 'demo-ranks', basedOn: 0, reason: 'the demo', actor: 'demo' }
    const done = await applyRules({ em: this.tools.em, clock: this.tools.clock }, { rules: [rule], ...at })
    if (done.kind !== 'applied') throw new Error(`the ranks are refused: ${JSON.stringify(done)}`)
  }
}

function withoutControl(served: ServedShops, shop: MarketShop) {
  const { gatewayUrl, tokenUrl, pushUrl } = served.addresses(shop)
  return { gatewayUrl, tokenUrl, pushUrl }
}
