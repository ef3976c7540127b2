import { randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { createPlatforms } from '../connectors/platforms.ts'
import { inProcessAdapter } from '../sandbox/shared/axios-adapter.ts'
import { openTaobaoSandbox } from '../sandbox/taobao/index.ts'
import { ShopConnections } from '../src/channels/shop-connections.ts'
import { channelDispatcher } from '../src/channels/tend-channels.ts'
import { merchantDb } from '../src/db/merchant-db.ts'
import { openChannelDesk } from '../src/gateway/channel-desk.ts'
import { openSellingDesk } from '../src/gateway/selling-desk.ts'
import { sweepQuotas } from '../src/publishing/plan-quotas.ts'
import { parseMasterKeys } from '../src/secrets/master-keys.ts'
import { createStockDesks } from '../src/stock/stock-desks.ts'
import type { Bench, BenchContext, Figure } from './harness/bench.ts'
import { benchMerchant, type BenchMerchant } from './harness/bench-merchant.ts'
import { seedPublished } from './harness/seed-published.ts'

const SHOPS = ['A', 'B', 'C'] as const
const LISTINGS_EACH = 40
const alone = { baseline: null, ratio: null, p50Ms: null, p99Ms: null } as const

export const publish: Bench = {
  name: 'publish',
  describe: 'from "stop selling" to the call sent, over 3 shops; listings reconciled with nothing to change (--rows N)',
  run: async (context) => [await stops(context), ...(await nothingToChange(context))],
}

/** Every stop is asked while its listing sells; what is measured ends when its call reaches the shop. */
async function stops(context: BenchContext): Promise<Figure> {
  const { clock, log } = context
  await using undo = new AsyncDisposableStack()
  const merchant = await benchMerchant(context, { code: 'stops', skus: 1, unitsEach: 1, connectionsMax: 16 })
  undo.defer(() => merchant.dispose())
  const sandbox = openTaobaoSandbox({ clock, seed: 1, shops: SHOPS.map((id) => ({ id, name: id, type: 'B' })) })
  sandbox.world.callsPerSecond = Number.MAX_SAFE_INTEGER
  const told = new Map<string, (atMs: number) => void>()
  const handler: typeof sandbox.handler = (request) => {
    const text = `${request.path}?${request.query}&${request.body.toString()}`
    if (text.includes('quantity.update')) for (const [item, tell] of told) if (text.includes(item)) tell(performance.now())
    return sandbox.handler(request)
  }
  const platforms = createPlatforms({ clock, adapterFor: () => inProcessAdapter(handler) })
  const keys = parseMasterKeys(`bench:${randomBytes(32).toString('base64')}`)
  const items = await connectShops(merchant, { context, platforms, keys, sandbox })
  const stopping = new AbortController()
  const dispatcher = channelDispatcher({
    orm: merchant.orm,
    connections: new ShopConnections({ platforms, keys, clock }),
    desks: createStockDesks(merchant.orm, clock),
    keys,
    clock,
    log,
    holder: randomUUID(),
    signal: stopping.signal,
  })
  undo.defer(() => dispatcher.drain())
  undo.defer(() => stopping.abort())
  const schema = merchant.em.schema ?? ''
  const desk = openSellingDesk({ em: merchant.em, clock, platforms }, () => dispatcher.wake(schema))
  const tookMs: number[] = []
  for (const { channel, listing, item } of items) {
    const answered = new Promise<number>((resolve) => told.set(item, resolve))
    const askedMs = performance.now()
    await desk.stop({ channel, listing, sku: null }, 'bench', null)
    tookMs.push((await Promise.race([answered, tooLate(context)])) - askedMs)
    told.delete(item)
  }
  const sorted = tookMs.toSorted((a, b) => a - b)
  const at = (part: number): number => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0)
  return { ...alone, figure: 'stop-selling', value: sorted.length, unit: 'stops', p50Ms: at(0.5), p99Ms: at(0.99) }
}

/** A stop that reaches nobody ends the benchmark instead of holding it up. */
async function tooLate({ clock, signal }: BenchContext): Promise<never> {
  await clock.sleep(20_000, signal)
  throw new Error('a stop reached no shop within 20 seconds')
}

interface StopShops {
  readonly context: BenchContext
  readonly platforms: ReturnType<typeof createPlatforms>
  readonly keys: ReturnType<typeof parseMasterKeys>
  readonly sandbox: ReturnType<typeof openTaobaoSandbox>
}

/** Live channels whose listings have joined; nothing else of theirs is due. */
async function connectShops(merchant: BenchMerchant, { context: { clock }, platforms, keys, sandbox }: StopShops) {
  const desk = openChannelDesk({ em: merchant.em, clock, keys, platforms })
  const app = { key: sandbox.app.appKey, secret: sandbox.app.appSecret }
  const urls = { gatewayUrl: `http://127.0.0.1:1${sandbox.gatewayPath}`, tokenUrl: 'http://127.0.0.1:1/token', pushUrl: null }
  const items: { readonly channel: string; readonly listing: string; readonly item: string }[] = []
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
    } as const
    await desk.createChannel(about)
    const by = { kind: 'tokens', accessToken: sandbox.tokens(shop).session, refreshToken: null, expiresAt: null } as const
    await desk.authoriseChannel({ channel, by, app: null, actor: 'bench' })
    for (let row = 0; row < LISTINGS_EACH; row += 1) {
      const item = String(7_000_000 + n * 1_000 + row)
      sandbox.market.addListing(shop, { itemId: item, skuId: `${item}9`, sellable: 5 })
      items.push({ channel, listing: `${item}/${item}9/`, item })
    }
  }
  const db = merchantDb(merchant.em.fork())
  const now = clock.now()
  await sql`insert into ${sql.table('recipe')} (code, name, created_at) values ('R', 'R', ${now}::timestamptz)`.execute(db)
  await sql`
    insert into ${sql.table('recipe_version')} (recipe_id, version, effective_at, granted_at, created_at)
    select id, 1, ${now}::timestamptz, ${now}::timestamptz, ${now}::timestamptz from ${sql.table('recipe')}`.execute(db)
  await sql`
    insert into ${sql.table('recipe_component')} (recipe_version_id, sku_id, units)
    select v.id, s.id, 1 from ${sql.table('recipe_version')} v, ${sql.table('sku')} s`.execute(db)
  await sql`
    insert into ${sql.table('listing')} (channel_id, external_id, state, created_at, item_id, item_sku_id, seen_at, joined_at, recipe_id)
    select c.id, v.key, 'listed', ${now}::timestamptz, split_part(v.key, '/', 1), split_part(v.key, '/', 2),
           ${now}::timestamptz, ${now}::timestamptz, r.id
      from unnest(${items.map(({ channel }) => channel)}::text[], ${items.map(({ listing }) => listing)}::text[]) as v (channel, key)
      join ${sql.table('channel')} c on c.code = v.channel cross join ${sql.table('recipe')} r`.execute(db)
  await sql`
    insert into ${sql.table('listing_open_version')} (listing_id, recipe_version_id)
    select l.id, v.id from ${sql.table('listing')} l, ${sql.table('recipe_version')} v`.execute(db)
  await sql`
    insert into ${sql.table('listing_quota')} (listing_id, pool_id, quota)
    select l.id, p.id, 0 from ${sql.table('listing')} l, ${sql.table('pool')} p`.execute(db)
  await sql`
    insert into ${sql.table('listing_publishing')} (listing_id, channel_id, watch_at)
    select id, channel_id, 'infinity' from ${sql.table('listing')}`.execute(db)
  await sql`update ${sql.table('channel')} set state = 'live'`.execute(db)
  await sql`update ${sql.table('channel_task')} set due_at = null`.execute(db)
  return items
}

/** The slow look at everything, over so many listings of which none has to change. */
async function nothingToChange(context: BenchContext): Promise<readonly Figure[]> {
  const listings = context.option('rows', 1_000_000)
  await using undo = new AsyncDisposableStack()
  const merchant = await benchMerchant(context, { code: 'still', skus: 0, unitsEach: 0, connectionsMax: 4 })
  undo.defer(() => merchant.dispose())
  await seedPublished(merchant.em, { listings, now: context.clock.now() })
  const planning = { em: merchant.em, clock: context.clock, signal: context.signal }
  const startedMs = performance.now()
  let [above, changed, peakBytes]: [string | null, number, number] = ['0', 0, 0]
  while (above !== null) {
    const done: Awaited<ReturnType<typeof sweepQuotas>> = await sweepQuotas(planning, above)
    above = done.next
    changed += done.changed
    peakBytes = Math.max(peakBytes, process.memoryUsage().rss)
  }
  const seconds = (performance.now() - startedMs) / 1_000
  if (changed > 0) context.say(`${changed} listings were changed, although nothing had to`)
  return [
    { ...alone, figure: `still-${listings}`, value: Math.round(seconds * 10) / 10, unit: 's' },
    { ...alone, figure: `still-${listings}-memory`, value: Math.round(peakBytes / 1e6), unit: 'MB of the whole program' },
  ]
}
