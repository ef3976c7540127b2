import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { print } from 'graphql'
import { sql } from 'kysely'
import { createApiKey } from '../../src/access/create-api-key.ts'
import type { KeyRequest } from '../../src/access/check-key-request.ts'
import { SystemClock, type Clock } from '../../src/clock.ts'
import type { TokenConfig } from '../../src/config.ts'
import type { Em } from '../../src/db/orm.ts'
import { merchantDb } from '../../src/db/merchant-db.ts'
import { createMerchantDesks, type MerchantDesk } from '../../src/gateway/merchant-desks.ts'
import type { HttpLimits } from '../../src/http/http-limits.ts'
import type { SocketLimits } from '../../src/http/subscriptions/sockets.ts'
import { ShopConnections } from '../../src/channels/shop-connections.ts'
import { tendDue } from '../../src/channels/tend-channels.ts'
import type { ChannelState } from '../../src/domain/channel-state.ts'
import type { ChannelTask } from '../../src/jobs/channel-task.ts'
import { createMetrics } from '../../src/http/metrics.ts'
import { createLog } from '../../src/log.ts'
import { createMerchant } from '../../src/merchants/create-merchant.ts'
import { Reconciler } from '../../src/publishing/reconciler.ts'
import { startApi } from '../../src/start-api.ts'
import { createStockDesks } from '../../src/stock/stock-desks.ts'
import type { Platforms } from '../../src/channels/connect.ts'
import { createMessenger } from '../../connectors/shared/post-message.ts'
import { createPlatforms } from '../../connectors/platforms.ts'
import { testMerchant } from './db.ts'
import { testMasterKeys } from './shop-world.ts'

export interface Answer<Data = Record<string, unknown>> {
  readonly status: number
  readonly data: Data | null
  readonly errors: readonly { readonly message: string; readonly extensions: { readonly code: string } }[]
  readonly text: string
}

export interface TestApi {
  readonly url: string
  readonly desk: MerchantDesk
  /** Of the merchant `test`, or of another one's schema. */
  em(schema?: string): Em
  /** All that was logged, as text. */
  readonly logged: readonly string[]
  /** A key of the merchant `test`, unless told otherwise. */
  key(request?: Partial<KeyRequest>): Promise<string>
  ask<Data, Variables>(
    document: string | TypedDocumentNode<Data, Variables>,
    options: { readonly key: string; readonly variables?: Variables },
  ): Promise<Answer<Data>>
  addMerchant(code: string): Promise<void>
  /** How many rows these tables of the merchant `test` have. */
  countRows(tables: readonly string[]): Promise<readonly string[]>
  /** Tables of the merchant `test` in which some row contains the text. */
  findText(text: string): Promise<readonly string[]>
  /** Takes a table of the merchant `test` away, as a stand-in for any error of ours. */
  breakTable(table: string): Promise<void>
  /** As if the channel had joined, say. */
  setChannelState(code: string, state: ChannelState): Promise<void>
  /** Stops taking requests, as at the end of the program. */
  stop(): Promise<void>
  /** As if these order lists of every channel had been read up to then, so that a test need not read two weeks. */
  walkedUntil(lists: readonly string[], at: Date): Promise<void>
  /** What a worker does in one look at the database. */
  tend(task: ChannelTask): Promise<void>
  /** What a worker plans in one look at every merchant: campaigns, rules, and what is wanted of listings. */
  plan(): Promise<void>
  dispose(): Promise<void>
}

/** The API on a port of its own, over a database of its own. */
export async function testApi(
  options: {
    readonly clock?: Clock
    readonly tokens?: TokenConfig
    readonly limits?: Partial<HttpLimits>
    readonly socketLimits?: Partial<SocketLimits>
    readonly platforms?: Platforms
    readonly port?: number
  } = {},
): Promise<TestApi> {
  const test = await testMerchant()
  const { em } = test.orm
  const clock = options.clock ?? new SystemClock()
  const logged: string[] = []
  const log = createLog({ level: 'debug', destination: { write: (line) => void logged.push(line) } })
  const stock = createStockDesks(test.orm, clock)
  const shops = { platforms: options.platforms ?? createPlatforms({ clock }), keys: testMasterKeys() }
  const messenger = createMessenger({ clock, allowLoopback: true })
  const desks = createMerchantDesks({ em, stock, clock, shops, messenger })
  const { signal } = new AbortController()
  const reconciler = new Reconciler({ orm: test.orm, desks: stock, clock, log, signal, onPlanned: () => undefined })
  const config = { http: { host: '127.0.0.1', port: options.port ?? 0 }, tokens: options.tokens }
  const api = await startApi({
    config,
    em,
    databaseUrl: test.url,
    stock,
    shops,
    messenger,
    metrics: createMetrics(),
    clock,
    log,
    signal,
    limits: options.limits ?? {},
    socketLimits: options.socketLimits ?? {},
  }).catch(async (error: unknown) => {
    await test.dispose()
    throw error
  })
  return {
    url: api.url,
    desk: desks.of(test.schema),
    em: (schema = test.schema) => em.fork({ schema }),
    logged,
    async key(request = {}) {
      const wish = {
        merchant: 'test',
        name: 'test',
        role: 'admin',
        channels: null,
        locations: null,
        installation: false,
      } as const
      const made = await createApiKey(em.fork(), { ...wish, expiresAt: null, ...request }, { by: 'test', now: clock.now() })
      if (made.kind === 'refused') throw new Error(made.message)
      return made.secret
    },
    async ask(document, { key, variables }) {
      const query = typeof document === 'string' ? document : print(document)
      const response = await fetch(`${api.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
        body: JSON.stringify({ query, variables }),
      })
      const text = await response.text()
      const { data = null, errors = [] } = JSON.parse(text)
      return { status: response.status, data, errors, text }
    },
    async addMerchant(code) {
      await createMerchant({ url: test.url, clock, signal }, { code, name: code })
    },
    async countRows(tables) {
      const counted = tables.map((table) =>
        sql<{ n: string }>`select count(*) as n from ${sql.table(table)}`.execute(merchantDb(test.em.fork())),
      )
      return (await Promise.all(counted)).map(({ rows }) => rows[0]?.n ?? '')
    },
    async findText(text) {
      const { rows } = await sql<{ name: string }>`
        select table_name as name from information_schema.tables where table_schema = ${test.schema} order by 1`.execute(
        merchantDb(test.em.fork()),
      )
      const found = rows.map(async ({ name }) => {
        const { rows: some } = await sql`select from ${sql.table(name)} t where t::text like ${`%${text}%`} limit 1`.execute(
          merchantDb(test.em.fork()),
        )
        return some.length > 0 ? [name] : []
      })
      return (await Promise.all(found)).flat()
    },
    async breakTable(table) {
      await sql`alter table ${sql.table(table)} rename to broken`.execute(merchantDb(test.em.fork()))
    },
    async setChannelState(code, state) {
      await sql`update ${sql.table('channel')} set state = ${state} where code = ${code}`.execute(merchantDb(test.em.fork()))
    },
    stop: () => api.stop(),
    async walkedUntil(lists, at) {
      await sql`insert into ${sql.table('channel_walk')} (channel_id, list, walked_through)
        select c.id, list, ${at}::timestamptz from ${sql.table('channel')} c, unnest(${lists}::text[]) list`.execute(
        merchantDb(test.em.fork()),
      )
    },
    async tend(task) {
      const connections = new ShopConnections({ ...shops, clock })
      const desks = createStockDesks(test.orm, clock)
      const tending = { orm: test.orm, connections, keys: shops.keys, desks, clock, log, holder: 'test', signal }
      await tendDue(tending, task, signal)
    },
    async plan() {
      reconciler.tick()
      await reconciler.drain()
    },
    async dispose() {
      await api.stop()
      await test.dispose()
    },
  }
}
