import { randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { createPlatforms } from '../../connectors/platforms.ts'
import { inProcessAdapter } from '../../sandbox/shared/axios-adapter.ts'
import { openTaobaoSandbox } from '../../sandbox/taobao/index.ts'
import { ShopConnections } from '../../src/channels/shop-connections.ts'
import { channelDispatcher } from '../../src/channels/tend-channels.ts'
import { merchantDb } from '../../src/db/merchant-db.ts'
import { openChannelDesk } from '../../src/gateway/channel-desk.ts'
import type { Dispatcher } from '../../src/jobs/dispatcher.ts'
import type { ChannelTask } from '../../src/jobs/channel-task.ts'
import { parseMasterKeys } from '../../src/secrets/master-keys.ts'
import { createStockDesks, type StockDesks } from '../../src/stock/stock-desks.ts'
import type { BenchContext } from './bench.ts'
import { benchMerchant, type BenchMerchant } from './bench-merchant.ts'

/** Those of all merchants of a run: what one measurement leaves behind is still read by the next. */
const keys = parseMasterKeys(`bench:${randomBytes(32).toString('base64')}`)
const SHOPS = ['A', 'B', 'C'] as const

/** Three live Tmall shops of one application, each with one joined listing of each SKU that is listed; nothing of theirs is due. */
export interface PublishedShops {
  readonly merchant: BenchMerchant
  /** The SKUs that no shop lists. */
  readonly unlisted: readonly string[]
  readonly schema: string
  readonly platforms: ReturnType<typeof createPlatforms>
  readonly desks: StockDesks
  readonly dispatcher: Dispatcher<ChannelTask>
  readonly listings: readonly PublishedListing[]
  /** Resolves at the next call that changes the number of one of these items, with the instant by `performance.now()`. */
  nextCall(items: readonly string[]): Promise<number>
  [Symbol.asyncDispose](): Promise<void>
}

export interface PublishedListing {
  readonly channel: string
  /** Its name in the product. */
  readonly listing: string
  /** The platform's number of the item. */
  readonly item: string
  readonly sku: string
}

interface Wants {
  readonly code: string
  /** SKUs that every shop lists, and others that none does. */
  readonly listed: number
  readonly unlisted: number
  readonly unitsEach: number
  /** So many are shown by each listing, and claimed for it. */
  readonly shownEach: number
}

export async function publishedShops(
  context: BenchContext,
  { code, listed, unlisted, unitsEach, shownEach }: Wants,
): Promise<PublishedShops> {
  const { clock, log } = context
  await using undo = new AsyncDisposableStack()
  const merchant = await benchMerchant(context, { code, skus: listed + unlisted, unitsEach, connectionsMax: 16 })
  undo.defer(() => merchant.dispose())
  // What is measured next serves every merchant: it has nothing to do for these shops any more.
  undo.defer(() =>
    sql`update ${sql.table('channel')} set state = 'archived'`.execute(merchantDb(merchant.em.fork())).then(() => undefined),
  )
  const sandbox = openTaobaoSandbox({ clock, seed: 1, shops: SHOPS.map((id) => ({ id, name: id, type: 'B' })) })
  sandbox.world.callsPerSecond = Number.MAX_SAFE_INTEGER
  const told = new Map<string, (atMs: number) => void>()
  const handler: typeof sandbox.handler = (request) => {
    const text = `${request.path}?${request.query}&${request.body.toString()}`
    const item = text.includes('quantity.update') ? /(?:item_id|num_iid)=(\d+)/u.exec(text)?.[1] : undefined
    if (item !== undefined) told.get(item)?.(performance.now())
    return sandbox.handler(request)
  }
  const platforms = createPlatforms({ clock, adapterFor: () => inProcessAdapter(handler) })
  const skus = merchant.skuCodes.slice(0, listed)
  const shops = { clock, platforms, sandbox, shownEach, skus }
  const listings = await connectShops(merchant, shops)
  const stopping = new AbortController()
  const desks = createStockDesks(merchant.orm, clock)
  const connections = new ShopConnections({ platforms, keys, clock })
  const { signal } = stopping
  const { orm } = merchant
  const dispatcher = channelDispatcher({ orm, connections, desks, keys, clock, log, holder: randomUUID(), signal })
  undo.defer(() => dispatcher.drain())
  undo.defer(() => stopping.abort())
  const open = undo.move()
  return {
    merchant,
    unlisted: merchant.skuCodes.slice(listed),
    schema: merchant.em.schema ?? '',
    platforms,
    desks,
    dispatcher,
    listings,
    nextCall: (items) =>
      new Promise((resolve) => {
        for (const item of items) told.set(item, (atMs) => (items.forEach((one) => told.delete(one)), resolve(atMs)))
      }),
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}

interface Shops {
  readonly clock: BenchContext['clock']
  readonly platforms: ReturnType<typeof createPlatforms>
  readonly sandbox: ReturnType<typeof openTaobaoSandbox>
  readonly shownEach: number
  readonly skus: readonly string[]
}

async function connectShops(merchant: BenchMerchant, shops: Shops): Promise<readonly PublishedListing[]> {
  const { clock, platforms, sandbox, shownEach, skus } = shops
  const desk = openChannelDesk({ em: merchant.em, clock, keys, platforms })
  const app = { key: sandbox.app.appKey, secret: sandbox.app.appSecret }
  const urls = { gatewayUrl: `http://127.0.0.1:1${sandbox.gatewayPath}`, tokenUrl: 'http://127.0.0.1:1/token', pushUrl: null }
  const listings: PublishedListing[] = []
  for (const [n, shop] of SHOPS.entries()) {
    const channel = `shop-${shop.toLowerCase()}`
    const about = {
      code: channel,
      name: channel,
      platform: 'taobao',
      app,
      sandbox: urls,
      relayUrl: null,
      pools: [],
      actor: 'bench',
    }
    await desk.createChannel({ ...about, platform: 'taobao' })
    const by = { kind: 'tokens', accessToken: sandbox.tokens(shop).session, refreshToken: null, expiresAt: null } as const
    await desk.authoriseChannel({ channel, by, app: null, actor: 'bench' })
    for (const [row, sku] of skus.entries()) {
      const item = String(7_000_000 + n * 100_000 + row)
      sandbox.market.addListing(shop, { itemId: item, skuId: `${item}9`, sellable: shownEach })
      listings.push({ channel, listing: `${item}/${item}9/`, item, sku })
    }
  }
  await writeListings(merchant, { listings, shownEach, now: clock.now() })
  return listings
}

/** As if all of them had joined with what they show. */
async function writeListings(
  merchant: BenchMerchant,
  {
    listings,
    shownEach,
    now,
  }: { readonly listings: readonly PublishedListing[]; readonly shownEach: number; readonly now: Date },
): Promise<void> {
  const db = merchantDb(merchant.em.fork())
  const at = sql`${now}::timestamptz`
  await sql`
    insert into ${sql.table('recipe')} (code, name, created_at) select code, code, ${at} from ${sql.table('sku')}`.execute(db)
  await sql`
    insert into ${sql.table('recipe_version')} (recipe_id, version, effective_at, granted_at, created_at)
    select id, 1, ${at}, ${at}, ${at} from ${sql.table('recipe')}`.execute(db)
  await sql`
    insert into ${sql.table('recipe_component')} (recipe_version_id, sku_id, units)
    select v.id, s.id, 1
      from ${sql.table('recipe_version')} v
      join ${sql.table('recipe')} r on r.id = v.recipe_id join ${sql.table('sku')} s on s.code = r.code`.execute(db)
  await sql`
    insert into ${sql.table('listing')} (channel_id, external_id, state, created_at, item_id, item_sku_id, seen_at, joined_at, recipe_id)
    select c.id, v.key, 'listed', ${at}, split_part(v.key, '/', 1), split_part(v.key, '/', 2), ${at}, ${at}, r.id
      from unnest(${listings.map(({ channel }) => channel)}::text[], ${listings.map(({ listing }) => listing)}::text[],
                  ${listings.map(({ sku }) => sku)}::text[]) as v (channel, key, sku)
      join ${sql.table('channel')} c on c.code = v.channel join ${sql.table('recipe')} r on r.code = v.sku`.execute(db)
  await sql`
    insert into ${sql.table('listing_open_version')} (listing_id, recipe_version_id)
    select l.id, v.id from ${sql.table('listing')} l join ${sql.table('recipe_version')} v on v.recipe_id = l.recipe_id`.execute(
    db,
  )
  await sql`
    insert into ${sql.table('listing_quota')} (listing_id, pool_id, quota)
    select l.id, p.id, ${shownEach} from ${sql.table('listing')} l, ${sql.table('pool')} p`.execute(db)
  await sql`
    update ${sql.table('pool_balance')} b set quota = ${shownEach * SHOPS.length}
      from ${sql.table('sku')} s where s.id = b.sku_id and s.code = any(${listings.map(({ sku }) => sku)}::text[])`.execute(db)
  await sql`
    insert into ${sql.table('listing_publishing')} (listing_id, channel_id, wanted, watch_at)
    select id, channel_id, ${shownEach}, 'infinity' from ${sql.table('listing')}`.execute(db)
  await sql`update ${sql.table('channel')} set state = 'live'`.execute(db)
  await sql`update ${sql.table('channel_task')} set due_at = null`.execute(db)
}
