import { sql } from 'kysely'
import { createMessenger } from '../../connectors/shared/post-message.ts'
import { createPlatforms } from '../../connectors/platforms.ts'
import { openPinduoduoSandbox } from '../../sandbox/pinduoduo/index.ts'
import { WallClock } from '../../sandbox/shared/clock.ts'
import { serveSandbox } from '../../sandbox/shared/serve-sandbox.ts'
import { openTaobaoSandbox } from '../../sandbox/taobao/index.ts'
import { SystemClock } from '../../src/clock.ts'
import { merchantDb } from '../../src/db/merchant-db.ts'
import { openChannelDesk } from '../../src/gateway/channel-desk.ts'
import { createLog } from '../../src/log.ts'
import { startWork } from '../../src/start-work.ts'
import { createStockDesks } from '../../src/stock/stock-desks.ts'
import { readHolds } from '../../src/stock/sql/read-holds.ts'
import { testMasterKeys } from './shop-world.ts'
import { StockWorld } from './stock-world.ts'

const open = {
  taobao: () => openTaobaoSandbox({ clock: new WallClock(), seed: 3, shops: [{ id: '4001', name: 'A', type: 'B' }] }),
  pinduoduo: () => openPinduoduoSandbox({ clock: new WallClock(), seed: 3, shops: [{ id: '4001', name: 'A' }] }),
} as const
export type PushingPlatform = keyof typeof open

/** A shop in a sandbox that pushes over a socket, and a worker that listens, in real time. */
export async function pushingShop(platform: PushingPlatform) {
  const clock = new SystemClock()
  const world = await StockWorld.open()
  await world.location('W1')
  await world.stocked('TEE', 'W1', 1_000)
  const sandbox = open[platform]()
  const { address, ...server } = await serveSandbox(sandbox)
  const row = sandbox.market.addListing('4001', { sellable: 1_000, merchantCode: 'TEE' })
  const keys = testMasterKeys()
  const platforms = createPlatforms({ clock })
  const { em, orm, url: databaseUrl } = world.merchant
  const desk = openChannelDesk({ em, clock, keys, platforms })
  const app = { key: address.appKey, secret: address.appSecret }
  const root = new URL(address.url).origin
  const urls = { gatewayUrl: address.url, tokenUrl: `${root}/token`, pushUrl: address.pushUrl }
  const input = { code: 'shop', name: 'shop', platform, app, sandbox: urls, relayUrl: null, pools: [], actor: 'test' }
  const created = await desk.createChannel(input)
  if (created.kind === 'refused') throw new Error(created.message)
  const by = { kind: 'tokens', accessToken: sandbox.tokens('4001').session, refreshToken: null, expiresAt: null } as const
  const authorised = await desk.authoriseChannel({ channel: 'shop', by, app: null, actor: 'test' })
  if (authorised.kind === 'refused') throw new Error(authorised.message)
  const db = merchantDb(em)
  const { orderLists } = platforms.connect({ platform, app, accessToken: () => '', sandbox: urls, relayUrl: null })
  await sql`insert into ${sql.table('channel_walk')} (channel_id, list, walked_through)
    select ${created.channel.id}, list, ${new Date(clock.now().getTime() - 60_000)}::timestamptz
      from unnest(${orderLists.map(({ id }) => id)}::text[]) list`.execute(db)
  return {
    sandbox,
    world,
    channelId: created.channel.id,
    row,
    /** The lists are never read: what arrives has come by a push. */
    async dontPoll() {
      await sql`update ${sql.table('channel_task')} set due_at = null where task = 'orders'`.execute(db)
    },
    work() {
      const stopping = new AbortController()
      const work = startWork({
        orm,
        databaseUrl,
        platforms,
        keys,
        messenger: createMessenger({ clock }),
        desks: createStockDesks(orm, clock),
        clock,
        log: createLog({ level: 'silent' }),
        leaseMs: 10_000,
        onAudited: () => undefined,
        signal: stopping.signal,
      })
      return { stop: () => (stopping.abort(), work.stopped) }
    },
    buy(units = 1): string {
      const placed = sandbox.market.place('4001', { lines: [{ listingId: row.id, units }] })
      if (!placed.placed) throw new Error(placed.reason)
      return placed.order.id
    },
    async held(orderId: string): Promise<number> {
      const [hold] = await readHolds(em.fork(), { ids: [], references: [`shop:${orderId}`], lock: false })
      return hold?.lines.reduce((sum, line) => sum + line.units - line.released, 0) ?? 0
    },
    async state(orderId: string): Promise<string | undefined> {
      const { rows } = await sql<{ state: string }>`
        select state from ${sql.table('channel_order')} where order_id = ${orderId}`.execute(db)
      return rows[0]?.state
    },
    async mapped(): Promise<boolean> {
      const { rows } = await sql`select 1 from ${sql.table('listing')} where recipe_id is not null`.execute(db)
      return rows.length > 0
    },
    async dispose() {
      await server[Symbol.asyncDispose]()
      await world.close()
    },
  }
}

export type PushingShop = Awaited<ReturnType<typeof pushingShop>>
