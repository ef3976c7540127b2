import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { createPlatforms } from '../../connectors/platforms.ts'
import { serve } from '../../sandbox/shared/http-server.ts'
import { readParameters } from '../../sandbox/shared/wire.ts'
import { openTaobaoSandbox } from '../../sandbox/taobao/index.ts'
import { createSku } from '../../src/catalogue/create-sku.ts'
import { SystemClock } from '../../src/clock.ts'
import type { EmbeddedPostgres } from '../../src/db/embedded-postgres.ts'
import { merchantDb } from '../../src/db/merchant-db.ts'
import { migrateAll } from '../../src/db/migrate-all.ts'
import { openDatabase, type Orm } from '../../src/db/orm.ts'
import { openChannelDesk } from '../../src/gateway/channel-desk.ts'
import { makeDue } from '../../src/jobs/channel-task.ts'
import { createLog } from '../../src/log.ts'
import { createMerchant } from '../../src/merchants/create-merchant.ts'
import { parseMasterKeys } from '../../src/secrets/master-keys.ts'
import { EmbeddedFolder } from './embedded-folder.ts'
import { startProgram, type Program } from './program.ts'

const LEASE_MS = 2_000
const UNITS = 2
const shopIds = ['A', 'B'] as const
export type ShopId = (typeof shopIds)[number]

const clock = new SystemClock()
const masterKeys = `test:${randomBytes(32).toString('base64')}`

/** A database server of its own, two shops in a sandbox, and workers that are programs of their own. */
export class IntakePrograms {
  /** The answer to a shop's list of changed orders, as it was when it was asked for, is held back until its gate is opened. */
  readonly gates = new Map<ShopId, PromiseWithResolvers<void>>()
  readonly asked: ShopId[] = []
  readonly #folder: EmbeddedFolder
  readonly #sandbox = openTaobaoSandbox({ clock, seed: 5, shops: shopIds.map((id) => ({ id, name: id, type: 'B' as const })) })
  readonly #started: Program[] = []
  readonly #orders: { readonly reference: string; readonly units: number }[] = []
  readonly #channelIds = new Map<ShopId, string>()
  #postgres: EmbeddedPostgres
  #orm: Orm
  #server: Awaited<ReturnType<typeof serve>> | undefined

  private constructor(folder: EmbeddedFolder, postgres: EmbeddedPostgres, orm: Orm) {
    this.#folder = folder
    this.#postgres = postgres
    this.#orm = orm
  }

  static async open(): Promise<IntakePrograms> {
    const folder = await EmbeddedFolder.make()
    const postgres = await folder.start()
    const { signal } = new AbortController()
    await migrateAll({ url: postgres.url, clock, signal })
    await createMerchant({ url: postgres.url, clock, signal }, { code: 'test', name: 'Test' })
    const orm = await openDatabase({ url: postgres.url, log: createLog({ level: 'silent' }), poolMax: 4 })
    const world = new IntakePrograms(folder, postgres, orm)
    await world.#openShops()
    return world
  }

  get em() {
    return this.#orm.em.fork({ schema: 'm_test' })
  }

  /** Where the program's role signs in. */
  get url(): string {
    return this.#postgres.url
  }

  async #openShops(): Promise<void> {
    const { appKey, appSecret } = this.#sandbox.app
    const server = await serve(
      async (request) => {
        const parameters = readParameters(request)
        const shop = shopIds.find((id) => this.#sandbox.tokens(id).session === parameters.get('session'))
        const answer = await this.#sandbox.handler(request)
        if (shop && parameters.get('method') === 'taobao.trades.sold.increment.get') {
          this.asked.push(shop)
          await this.gates.get(shop)?.promise
        }
        return answer
      },
      { port: 0 },
    )
    this.#server = server
    const root = `http://127.0.0.1:${server.port}`
    const sandbox = { gatewayUrl: `${root}${this.#sandbox.gatewayPath}`, tokenUrl: `${root}/token`, pushUrl: null }
    const app = { key: appKey, secret: appSecret }
    const platforms = createPlatforms({ clock })
    const desk = openChannelDesk({ em: this.em, clock, keys: parseMasterKeys(masterKeys), platforms })
    await createSku(this.em, { code: 'TEE', name: 'TEE' }, clock.now())
    for (const id of shopIds) {
      this.#sandbox.market.addListing(id, { sellable: 1_000, merchantCode: 'TEE' })
      const shop = { code: id.toLowerCase(), name: id, platform: 'taobao' as const, app, sandbox, relayUrl: null, pools: [] }
      const created = await desk.createChannel({ ...shop, actor: 'test' })
      if (created.kind === 'refused') throw new Error(created.message)
      const { session: accessToken } = this.#sandbox.tokens(id)
      const by = { kind: 'tokens', accessToken, refreshToken: null, expiresAt: null } as const
      const authorised = await desk.authoriseChannel({ channel: shop.code, by, app: null, actor: 'test' })
      if (authorised.kind === 'refused') throw new Error(authorised.message)
      this.#channelIds.set(id, created.channel.id)
      const { orderLists } = platforms.connect({ ...shop, accessToken: () => '' })
      // A new shop is read from two weeks before on: all but the last minute of that is skipped here.
      await sql`insert into ${sql.table('channel_walk')} (channel_id, list, walked_through)
        select ${created.channel.id}, list, ${new Date(clock.now().getTime() - 60_000)}::timestamptz
          from unnest(${orderLists.map((list) => list.id)}::text[]) list`.execute(merchantDb(this.em))
    }
  }

  worker(): Program {
    const env = { DATABASE_URL: this.#postgres.url, MASTER_KEYS: masterKeys, WORKER_LEASE_MS: String(LEASE_MS) }
    const program = startProgram(env, ['--role', 'worker'])
    this.#started.push(program)
    return program
  }

  /** Both shops' listings are mapped, and both have been read once. */
  async isRead(): Promise<boolean> {
    const { rows } = await sql<{ walks: number; listings: number }>`
      select (select count(*)::int from ${sql.table('channel_task')} where task = 'orders' and done_at is not null) as walks,
             (select count(*)::int from ${sql.table('listing')} where recipe_id is not null) as listings`.execute(
      merchantDb(this.em),
    )
    return rows[0]?.walks === shopIds.length && rows[0].listings === shopIds.length
  }

  /** Somebody buys, and the shop is to be looked at now. */
  async buy(shop: ShopId, times: number): Promise<void> {
    this.buyUnseen(shop, times)
    await makeDue(this.em, { channelId: this.#channelIds.get(shop) ?? '', task: 'orders', at: clock.now() })
  }

  buyUnseen(shop: ShopId, times: number): void {
    const [listing] = this.#sandbox.market.shop(shop).listings.values()
    for (let n = 0; n < times; n += 1) {
      const placed = this.#sandbox.market.place(shop, { lines: [{ listingId: listing?.id ?? '', units: UNITS }] })
      if (!placed.placed) throw new Error(placed.reason)
      this.#orders.push({ reference: `${shop.toLowerCase()}:${placed.order.id}`, units: UNITS })
    }
  }

  /** What is missing of the shops' orders, what is held for anything else or more than once, and what the balance says beyond them. */
  async wrong(): Promise<readonly string[]> {
    const { rows } = await sql<{ reference: string; units: number }>`
      select h.reference, sum(l.units)::int as units
        from ${sql.table('hold')} h join ${sql.table('hold_line')} l on l.hold_id = h.id group by h.reference`.execute(
      merchantDb(this.em),
    )
    const held = new Map(rows.map(({ reference, units }) => [reference, units]))
    const { rows: sums } = await sql<{ held: number }>`
      select coalesce(sum(held), 0)::int as held from ${sql.table('pool_balance')}`.execute(merchantDb(this.em))
    const wanted = this.#orders.reduce((sum, { units }) => sum + units, 0)
    return [
      ...this.#orders.flatMap(({ reference, units }) => (held.get(reference) === units ? [] : [reference])),
      ...(held.size > this.#orders.length ? [`${held.size} holds`] : []),
      ...(sums[0]?.held === wanted ? [] : [`${sums[0]?.held} of ${wanted} units held`]),
    ]
  }

  /** Every line of the ledger and of the orders' history: what was ever booked. */
  async booked(): Promise<number> {
    const { rows } = await sql<{ lines: number }>`
      select (select count(*)::int from ${sql.table('ledger')}) + (select count(*)::int from ${sql.table('channel_order_change')}) as lines
      `.execute(merchantDb(this.em))
    return rows[0]?.lines ?? Number.NaN
  }

  async stopDatabase(): Promise<void> {
    await this.#postgres.stop()
  }

  async startDatabase(): Promise<void> {
    const { url } = this.#postgres
    this.#postgres = await this.#folder.start()
    if (this.#postgres.url !== url) throw new Error('the database is not where it was')
  }

  async stopWorkers(): Promise<void> {
    this.gates.clear()
    this.asked.splice(0)
    for (const program of this.#started.splice(0)) {
      program.child.kill('SIGTERM')
      await program.exit
    }
  }

  async dispose(): Promise<void> {
    await this.stopWorkers()
    await this.#orm.close()
    await this.#postgres.stop()
    await this.#folder.dispose()
    await this.#server?.[Symbol.asyncDispose]()
  }
}
