import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { createPlatforms } from '../../connectors/platforms.ts'
import { openPinduoduoSandbox } from '../../sandbox/pinduoduo/index.ts'
import { WallClock } from '../../sandbox/shared/clock.ts'
import type { Sandbox } from '../../sandbox/shared/sandbox.ts'
import { serveSandbox } from '../../sandbox/shared/serve-sandbox.ts'
import { openTaobaoSandbox } from '../../sandbox/taobao/index.ts'
import { merchantDb } from '../../src/db/merchant-db.ts'
import { openChannelDesk } from '../../src/gateway/channel-desk.ts'
import { parseMasterKeys } from '../../src/secrets/master-keys.ts'
import type { BenchContext } from './bench.ts'
import type { BenchMerchant } from './bench-merchant.ts'

/** One for all merchants of a run: every program serves them all. */
const masterKeys = `bench:${randomBytes(32).toString('base64')}`

/** A shop in a sandbox that this process serves, and the channel that reads it. */
export interface ServedShop {
  readonly code: string
  /** Orders so many of its listings, paid at once, and returns the order's number. */
  buy(listings: readonly number[]): string
}

export interface ServedShops extends AsyncDisposable {
  readonly shops: readonly ServedShop[]
  readonly masterKeys: string
}

interface Stall {
  readonly code: string
  readonly platform: 'taobao' | 'pinduoduo'
  readonly shop: string
}

const stalls: readonly Stall[] = [
  { code: 'taobao-1', platform: 'taobao', shop: '4001' },
  { code: 'taobao-2', platform: 'taobao', shop: '4002' },
  { code: 'pinduoduo', platform: 'pinduoduo', shop: '4003' },
]

function openSandbox({ platform, shop: id }: Stall): Sandbox {
  const clock = new WallClock()
  if (platform === 'taobao') return openTaobaoSandbox({ clock, seed: 3, shops: [{ id, name: 'A', type: 'B' }] })
  return openPinduoduoSandbox({ clock, seed: 3, feedLagMs: 0, shops: [{ id, name: 'A' }] })
}

/** Three shops over HTTP, each an application of its own, with every SKU of the merchant for sale. */
export async function servedShops(
  context: BenchContext,
  { merchant, push }: { readonly merchant: BenchMerchant; readonly push: boolean },
): Promise<ServedShops> {
  const { clock } = context
  const keys = parseMasterKeys(masterKeys)
  const platforms = createPlatforms({ clock })
  const desk = openChannelDesk({ em: merchant.em, clock, keys, platforms })
  const stack = new AsyncDisposableStack()
  const shops: ServedShop[] = []
  for (const stall of stalls) {
    const { code, platform, shop } = stall
    const sandbox = openSandbox(stall)
    const rows = merchant.skuCodes.map((merchantCode) => sandbox.market.addListing(shop, { sellable: 1_000_000, merchantCode }))
    const { address } = stack.use(await serveSandbox(sandbox))
    const app = { key: address.appKey, secret: address.appSecret }
    const tokenUrl = `${new URL(address.url).origin}/token`
    const sandboxUrls = { gatewayUrl: address.url, tokenUrl, pushUrl: push ? address.pushUrl : null }
    const input = { code, name: code, platform, app, sandbox: sandboxUrls, relayUrl: null, pools: [], actor: 'bench' }
    const created = await desk.createChannel(input)
    if (created.kind === 'refused') throw new Error(created.message)
    const by = { kind: 'tokens', accessToken: sandbox.tokens(shop).session, refreshToken: null, expiresAt: null } as const
    const authorised = await desk.authoriseChannel({ channel: code, by, app: null, actor: 'bench' })
    if (authorised.kind === 'refused') throw new Error(authorised.message)
    const { orderLists } = platforms.connect({ platform, app, accessToken: () => '', sandbox: sandboxUrls, relayUrl: null })
    // A new shop is read from two weeks before on: here there was nothing to read.
    await sql`insert into ${sql.table('channel_walk')} (channel_id, list, walked_through)
      select ${created.channel.id}, list, ${new Date(clock.now().getTime() - 60_000)}::timestamptz
        from unnest(${orderLists.map(({ id }) => id)}::text[]) list`.execute(merchantDb(merchant.em.fork()))
    const idsOf = (listings: readonly number[]) => listings.flatMap((n) => rows[n % rows.length]?.id ?? [])
    shops.push({ code, buy: (listings) => buy(sandbox, shop, idsOf(listings)) })
  }
  return { shops, masterKeys, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}

function buy({ market }: Sandbox, shop: string, listingIds: readonly string[]): string {
  const placed = market.place(shop, { lines: listingIds.map((listingId) => ({ listingId, units: 1 })) })
  if (!placed.placed) throw new Error(placed.reason)
  return placed.order.id
}
