import { createStockDesks } from '../../../src/stock/stock-desks.ts'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createPlatforms } from '../../../connectors/platforms.ts'
import { platforms as demos } from '../../../sandbox/platforms.ts'
import { inProcessAdapter } from '../../../sandbox/shared/axios-adapter.ts'
import { readSecret } from '../../../src/channels/channel-secrets.ts'
import { platforms as platformNames } from '../../../src/channels/platform.ts'
import { ShopConnections } from '../../../src/channels/shop-connections.ts'
import { tendDue } from '../../../src/channels/tend-channels.ts'
import { createSku } from '../../../src/catalogue/create-sku.ts'
import { merchantDb } from '../../../src/db/merchant-db.ts'
import { openChannelDesk } from '../../../src/gateway/channel-desk.ts'
import type { ChannelTask } from '../../../src/jobs/channel-task.ts'
import { createLog } from '../../../src/log.ts'
import { testMerchant, type TestMerchant } from '../../support/db.ts'
import { MovableClock, testMasterKeys } from '../../support/shop-world.ts'

let merchant: TestMerchant
beforeAll(async () => {
  merchant = await testMerchant()
  await createSku(merchant.em, { code: 'TEE-WHITE', name: 'T-shirt' }, new Date())
})
afterAll(() => merchant.dispose())

const TOKEN_PATHS = { taobao: '/token', jd: '/oauth2', pinduoduo: '/oauth/token' } as const

it.each(platformNames)(
  'a shop on %s is verified, its listings are found and mapped, its orders read, its tokens renewed',
  async (platform) => {
    const clock = new MovableClock()
    const sandbox = demos[platform]?.({ clock, seed: 11 })
    const shopId = sandbox && [...sandbox.market.shops.keys()][0]
    if (!sandbox || shopId === undefined) throw new Error(`no sandbox of ${platform}`)
    const platforms = createPlatforms({ clock, adapterFor: () => inProcessAdapter(sandbox.handler) })
    const keys = testMasterKeys()
    const { em, orm } = merchant
    const desk = openChannelDesk({ em, clock, keys, platforms })
    const urls = {
      gatewayUrl: `http://127.0.0.1:1${sandbox.gatewayPath}`,
      tokenUrl: `http://127.0.0.1:1${TOKEN_PATHS[platform]}`,
      pushUrl: null,
    }
    const app = { key: sandbox.app.appKey, secret: sandbox.app.appSecret }
    const input = { code: platform, name: platform, platform, app, sandbox: urls, relayUrl: null, pools: [], actor: 'test' }
    const created = await desk.createChannel(input)
    if (created.kind === 'refused') throw new Error(created.message)
    const { session: accessToken, refreshToken } = sandbox.tokens(shopId)
    const expiresAt = new Date(clock.now().getTime() + 3_600_000)
    const by = { kind: 'tokens', accessToken, refreshToken, expiresAt } as const
    expect(await desk.authoriseChannel({ channel: platform, by, app: null, actor: 'test' })).toMatchObject({ shopId })

    const { signal } = new AbortController()
    const log = createLog({ level: 'silent' })
    const connections = new ShopConnections({ platforms, keys, clock })
    const tend = (task: ChannelTask) =>
      tendDue({ orm, desks: createStockDesks(orm, clock), connections, keys, clock, log, holder: 'test', signal }, task, signal)
    const channelId = created.channel.id
    await tend('discovery')
    expect((await desk.discoveries([channelId])).get(channelId)).toMatchObject({ problem: null, doneAt: expect.any(Date) })
    const listed = sandbox.market.shop(shopId).listings.size
    expect((await desk.listingCounts([channelId])).get(channelId)).toMatchObject({ listed, mapped: 1, unmapped: listed - 1 })
    // The shops of the other platforms are not to be called from here.
    await sql`update ${sql.table('channel_task')} set due_at = null where task = 'orders' and channel_id <> ${channelId}`.execute(
      merchantDb(em),
    )
    await tend('orders')
    const walked = await sql<{ problem: string | null; lists: number }>`
    select t.problem, (select count(*)::integer from ${sql.table('channel_walk')} w where w.channel_id = t.channel_id) as lists
      from ${sql.table('channel_task')} t where t.channel_id = ${channelId} and t.task = 'orders'`.execute(merchantDb(em))
    expect(walked.rows).toEqual([{ problem: null, lists: expect.toSatisfy((lists: number) => lists > 0) }])
    clock.forward(1_900_000)
    await tend('tokens')
    const tokens = await readSecret(em, { channelId, kind: 'tokens' }, keys)
    expect(tokens?.accessToken).toBe(sandbox.tokens(shopId).session)
    const { rows } = await sql<{ problem: string | null }>`
    select problem from ${sql.table('channel_task')} where channel_id = ${channelId} and task = 'tokens'`.execute(merchantDb(em))
    expect(rows).toEqual([{ problem: null }])
    expect((await desk.health([channelId])).get(channelId)).toMatchObject({ state: 'valid' })
  },
)
