import { sql } from 'kysely'
import { createLocation } from '../../src/catalogue/create-location.ts'
import { upsertSkus } from '../../src/catalogue/upsert-skus.ts'
import type { Platforms } from '../../src/channels/connect.ts'
import type { Clock } from '../../src/clock.ts'
import { merchantDb } from '../../src/db/merchant-db.ts'
import type { Em } from '../../src/db/orm.ts'
import type { AuthoriseOutcome } from '../../src/channels/authorise-channel.ts'
import { openChannelDesk, type ChannelDesk } from '../../src/gateway/channel-desk.ts'
import type { MasterKeys } from '../../src/secrets/master-keys.ts'
import { bookDocument } from '../../src/stock/documents/book-document.ts'
import { receiveStock } from '../../src/stock/facts/receive-stock.ts'
import type { StockDesk } from '../../src/stock/stock-desk.ts'
import type { Goods } from '../input/read-goods.ts'
import type { Correction } from '../input/stream-event.ts'
import type { MarketShop, ReplayMarket } from '../market/shops.ts'
import { answered } from './surely.ts'

const WAREHOUSE = 'MAIN'
const ROWS_AT_ONCE = 2_000
const LINES_A_RECEIPT = 500

export interface Merchant {
  /** Of the merchant's schema. */
  readonly em: Em
  readonly desk: StockDesk
  readonly clock: Clock
  /** In whose name it is done. */
  readonly actor: string
}

/** The goods, one warehouse, and what lies in it. */
export async function receiveOpening(
  { em, desk, clock, actor }: Merchant,
  goods: readonly Goods[],
  opening: (sku: string) => number,
): Promise<void> {
  for (let from = 0; from < goods.length; from += ROWS_AT_ONCE) {
    const rows = goods.slice(from, from + ROWS_AT_ONCE).map(({ sku: code, name }) => ({ code, name, ...nothingElse }))
    await upsertSkus(em.fork(), rows, { name: true, barcode: false, productGroup: false, tags: false }, clock.now())
  }
  const made = await createLocation(em.fork(), { code: WAREHOUSE, name: 'Warehouse', kind: 'warehouse' }, clock.now())
  if (!('location' in made)) throw new Error(`there is no warehouse: ${made.message}`)
  const stocked = goods.filter(({ sku }) => opening(sku) > 0)
  for (let from = 0; from < stocked.length; from += LINES_A_RECEIPT) {
    const lines = stocked
      .slice(from, from + LINES_A_RECEIPT)
      .map(({ sku }) => ({ sku, condition: 'sellable' as const, units: opening(sku) }))
    const args = { location: WAREHOUSE, lines, receivedAtMs: null, reference: 'opening stock' }
    const answer = answered(await desk.do(receiveStock, args, { key: `opening-${from}`, actor }))
    if (answer.kind === 'refused') throw new Error(`goods are not received: ${answer.message}`)
  }
}

const nothingElse = { barcode: null, productGroup: null, tags: [] } as const

/** A correction of the warehouse, as its system would tell it. */
export async function correct(
  { desk, actor }: Merchant,
  { atMs, sku, change, document, lineNo, line, reason }: Correction,
): Promise<void> {
  const about = {
    kind: 'adjustment',
    source: 'warehouse',
    document,
    // The clerk may use a line number twice.
    line: `${lineNo}.${line}`,
    happenedAtMs: atMs,
    location: WAREHOUSE,
    sku,
    condition: 'sellable',
    units: change,
    toCondition: null,
    transfer: null,
    otherLocation: null,
    order: null,
    orderLine: null,
    reason: reason === '' ? null : reason,
  } as const
  const answer = answered(await desk.do(bookDocument, about, { key: `correction-${line}`, actor }))
  if (answer.kind === 'refused') throw new Error(`the correction of line ${line} is not booked: ${answer.message}`)
}

interface Connecting {
  readonly market: ReplayMarket
  readonly platforms: Platforms
  readonly keys: MasterKeys
  /** Where a platform's sandbox says it is. */
  readonly addresses: (shop: MarketShop) => {
    readonly gatewayUrl: string
    readonly tokenUrl: string
    readonly pushUrl: string | null
  }
}

/** A channel for each shop, authorised and in shadow. Returns their ids. */
export async function connectShops(
  { em, clock, actor }: Merchant,
  { market, platforms, keys, addresses }: Connecting,
): Promise<ReadonlyMap<MarketShop, string>> {
  const desk = openChannelDesk({ em, clock, keys, platforms })
  const channels = new Map<MarketShop, string>()
  for (const shop of market.shops) {
    const { code, platform } = shop
    const app = { key: platform.sandbox.app.appKey, secret: platform.sandbox.app.appSecret }
    const about = {
      code,
      name: code,
      platform: platform.name,
      app,
      sandbox: addresses(shop),
      relayUrl: null,
      pools: [],
      actor,
    }
    const created = await desk.createChannel(about)
    if (created.kind === 'refused') throw new Error(`channel ${code} is not made: ${created.message}`)
    // Before anybody reads the shop, which begins once it is authorised.
    await beginWalks({ em, clock }, { shop, channelId: created.channel.id, platforms })
    const authorised = await authorise(desk, shop, actor)
    if (authorised.kind === 'refused') throw new Error(`shop ${code} is not authorised: ${authorised.message}`)
    channels.set(shop, created.channel.id)
  }
  return channels
}

function authorise(desk: ChannelDesk, { code, shopId, platform }: MarketShop, actor: string): Promise<AuthoriseOutcome> {
  const { session, refreshToken } = platform.sandbox.tokens(shopId)
  const by = { kind: 'tokens', accessToken: session, refreshToken, expiresAt: null } as const
  return desk.authoriseChannel({ channel: code, by, app: null, actor })
}

/**
 * What whoever runs the shops does about an authorisation that has ended, of which a critical alarm tells. Renewed tokens can be lost with the
 * answer that carried them, and the old ones renew no more. What the shop refuses is left for the next look. Returns how many were authorised.
 */
export async function authoriseAgain(
  { em, clock, actor }: Merchant,
  { platforms, keys }: Pick<Connecting, 'platforms' | 'keys'>,
  channels: ReadonlyMap<MarketShop, string>,
): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select channel_id as id from ${sql.table('channel_authorisation')} where ended_at is not null`.execute(merchantDb(em.fork()))
  const ended = new Set(rows.map(({ id }) => id))
  const shops = [...channels].flatMap(([shop, id]) => (ended.has(id) ? [shop] : []))
  const desk = openChannelDesk({ em, clock, keys, platforms })
  let done = 0
  for (const shop of shops) if ((await authorise(desk, shop, actor)).kind === 'authorised') done += 1
  return done
}

/** No order is older than the shop's channel. */
async function beginWalks(
  { em, clock }: Pick<Merchant, 'em' | 'clock'>,
  { shop, channelId, platforms }: { readonly shop: MarketShop; readonly channelId: string; readonly platforms: Platforms },
): Promise<void> {
  const { name, sandbox } = shop.platform
  const { appKey: key, appSecret: secret } = sandbox.app
  const access = { platform: name, app: { key, secret }, sandbox: null, relayUrl: null, accessToken: () => '' }
  const lists = platforms.connect(access).orderLists.map(({ id }) => id)
  await sql`
    insert into ${sql.table('channel_walk')} (channel_id, list, walked_through)
    select ${channelId}, list, ${clock.now()}::timestamptz from unnest(${lists}::text[]) list
        on conflict do nothing`.execute(merchantDb(em.fork()))
}

/** What probes would have found out. */
export async function settleFacts({ em }: Merchant, channels: ReadonlyMap<MarketShop, string>): Promise<void> {
  for (const [{ facts }, channelId] of channels)
    await sql`
      update ${sql.table('listing')} set facts = facts || ${JSON.stringify(facts)}::text::jsonb
       where channel_id = ${channelId}`.execute(merchantDb(em.fork()))
}

/** So much is left to shops that sell and are not published yet. */
export async function leaveToOthers({ em }: Merchant, percent: number): Promise<void> {
  await sql`update ${sql.table('pool')} set left_to_others_percent = ${percent}`.execute(merchantDb(em.fork()))
}

/** From here on the shops are kept in step. */
export async function joinShops(
  { em, clock, actor }: Merchant,
  { market, platforms, keys }: Omit<Connecting, 'addresses'>,
): Promise<void> {
  const desk = openChannelDesk({ em, clock, keys, platforms })
  for (const { code } of market.shops) {
    const moved = await desk.moveChannel({ channel: code, move: 'join', actor })
    // It bears repeating: who joins already stays as he is.
    if (moved.kind === 'refused') throw new Error(`channel ${code} does not join`)
  }
}
