import { randomBytes } from 'node:crypto'
import { createPlatforms } from '../../connectors/platforms.ts'
import { inProcessAdapter } from '../../sandbox/shared/axios-adapter.ts'
import { openTaobaoSandbox } from '../../sandbox/taobao/index.ts'
import type { ShopAccess } from '../../src/channels/connect.ts'
import { ShopConnections } from '../../src/channels/shop-connections.ts'
import { tendDue } from '../../src/channels/tend-channels.ts'
import type { Tending } from '../../src/channels/tending.ts'
import { SystemClock } from '../../src/clock.ts'
import { openChannelDesk } from '../../src/gateway/channel-desk.ts'
import type { ChannelTask } from '../../src/jobs/channel-task.ts'
import { createLog } from '../../src/log.ts'
import { parseMasterKeys } from '../../src/secrets/master-keys.ts'
import { createStockDesks } from '../../src/stock/stock-desks.ts'
import { testMerchant } from './db.ts'

/** Where the sandbox says it is; calls are answered in the same process. */
export const sandboxUrls = {
  gatewayUrl: 'http://127.0.0.1:1/router/rest',
  tokenUrl: 'http://127.0.0.1:1/token',
  pushUrl: null,
} as const

export function testMasterKeys() {
  return parseMasterKeys(`test:${randomBytes(32).toString('base64')}`)
}

/** The time of the machine, which a test may put forward. */
export class MovableClock extends SystemClock {
  forward(ms: number): void {
    const now = this.now()
    this.follow({ theirs: new Date(now.getTime() + ms), askedAt: now, answeredAt: now })
  }
}

/** A merchant, a Taobao sandbox with the shops A and B, and what is between them. */
export async function shopWorld() {
  const merchant = await testMerchant()
  const clock = new MovableClock()
  const keys = testMasterKeys()
  const shops = [
    { id: 'A', name: 'shop A', type: 'B' },
    { id: 'B', name: 'shop B', type: 'C' },
  ] as const
  const sandbox = openTaobaoSandbox({ clock, seed: 7, shops })
  const asked: ShopAccess[] = []
  const platforms = createPlatforms({ clock, adapterFor: (access) => (asked.push(access), inProcessAdapter(sandbox.handler)) })
  const app = { key: sandbox.app.appKey, secret: sandbox.app.appSecret }
  const desk = openChannelDesk({ em: merchant.em, clock, keys, platforms })
  const { signal } = new AbortController()
  const worker = (more: Partial<Tending> = {}): Tending => ({
    orm: merchant.orm,
    connections: new ShopConnections({ platforms, keys, clock }),
    keys,
    desks: createStockDesks(merchant.orm, clock),
    clock,
    log: createLog({ level: 'silent' }),
    holder: randomBytes(4).toString('hex'),
    signal,
    ...more,
  })
  const first = worker()
  return {
    merchant,
    em: merchant.em,
    clock,
    keys,
    sandbox,
    platforms,
    app,
    desk,
    signal,
    worker,
    /** What a worker does in one look at the database. */
    tend: (task: ChannelTask) => tendDue(first, task, signal),
    createInput: (code: string) => ({
      code,
      name: code,
      platform: 'taobao' as const,
      app,
      sandbox: sandboxUrls,
      relayUrl: null,
      pools: [],
      actor: 'test',
    }),
    /** Tokens as a seller copies them from the platform's console. */
    tokensOf: (shop: string) => ({
      kind: 'tokens' as const,
      accessToken: sandbox.tokens(shop).session,
      refreshToken: null,
      expiresAt: null,
    }),
    async connect(code: string, shop: string) {
      const created = await desk.createChannel(this.createInput(code))
      if (created.kind === 'refused') throw new Error(created.message)
      const authorised = await desk.authoriseChannel({ channel: code, by: this.tokensOf(shop), app: null, actor: 'test' })
      if (authorised.kind === 'refused') throw new Error(authorised.message)
      return created.channel.id
    },
    dispose: () => merchant.dispose(),
  }
}

export type ShopWorld = Awaited<ReturnType<typeof shopWorld>>
