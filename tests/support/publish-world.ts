import { sql } from 'kysely'
import type { MarketListing } from '../../sandbox/shared/market/listing.ts'
import type { MarketOrder } from '../../sandbox/shared/market/order.ts'
import { listingTruth } from '../../sandbox/shared/market/truth.ts'
import type { Sandbox } from '../../sandbox/shared/sandbox.ts'
import type { WireAnswer, WireRequest } from '../../sandbox/shared/wire.ts'
import type { ChannelConnector } from '../../src/channels/connector.ts'
import { merchantDb } from '../../src/db/merchant-db.ts'
import type { Em } from '../../src/db/orm.ts'
import type { ChannelState } from '../../src/domain/channel-state.ts'
import type { StockCommand } from '../../src/domain/publishing/command.ts'
import { pullShopOrders } from '../../src/intake/pull-shop-orders.ts'
import { endTask, makeDue, takeDueTask, type ChannelTask, type Lease } from '../../src/jobs/channel-task.ts'
import { writeListings } from '../../src/listings/write-listings.ts'
import { publishTurn } from '../../src/publishing/publish-turn.ts'
import type { Publishing, PublishTurn } from '../../src/publishing/publishing.ts'
import type { StockDesk } from '../../src/stock/stock-desk.ts'
import { readCommands } from '../../src/stock/sql/commands.ts'
import type { JumpingClock } from './jumping-clock.ts'
import { frontOf, type Front, type FrontName } from './publish-fronts.ts'
import { StockCallGate } from './stock-call-gate.ts'
import type { StockWorld } from './stock-world.ts'

/** One shop in a sandbox with one listing, and the channel that publishes it. */
export class PublishShop {
  readonly world: StockWorld
  readonly code: string
  readonly front: Front
  readonly sandbox: Sandbox
  readonly connector: ChannelConnector
  #row: MarketListing | undefined
  channelId = ''
  listingId = ''
  readonly calls: StockCallGate

  constructor(world: StockWorld, code: string, front: FrontName) {
    this.world = world
    this.code = code
    this.front = frontOf(front)
    this.sandbox = this.front.openSandbox(world.clock)
    this.calls = new StockCallGate({ method: this.front.stock, handler: this.sandbox.handler, shown: () => this.shown })
    this.connector = this.connect(world.clock)
  }

  /** A connector of its own, as another process has one. */
  connect(clock: JumpingClock): ChannelConnector {
    const handler = (request: WireRequest): Promise<WireAnswer> => this.calls.handle(request)
    return this.front.connect({ ...this.sandbox, handler }, { clock, shop: 'A' })
  }

  /** Opens the channel: one listing that shows so many units and sells the recipe. */
  async open({ recipe, shown, state = 'live' }: { recipe: string; shown: number; state?: ChannelState }): Promise<this> {
    const { world } = this
    const db = merchantDb(world.em)
    const { rows } = await sql<{ id: string }>`
      insert into ${sql.table('channel')} (code, name, platform, state, created_at)
      values (${this.code}, ${this.code}, ${this.front.platform}, ${state}, ${world.clock.now()}::timestamptz) returning id`.execute(
      db,
    )
    this.channelId = rows[0]?.id ?? ''
    this.#row = this.sandbox.market.addListing('A', { sellable: shown, merchantCode: `${this.code}-goods` })
    for await (const page of this.connector.listListings(AbortSignal.timeout(60_000))) {
      const listings = page.filter(({ merchantCode }) => merchantCode === `${this.code}-goods`)
      await writeListings(world.em, { channelId: this.channelId, listings }, world.clock.now())
    }
    const listing = await sql<{ id: string }>`
      update ${sql.table('listing')}
         set recipe_id = (select id from ${sql.table('recipe')} where code = ${recipe}), facts = ${JSON.stringify(this.front.facts)}::jsonb,
             mapped_by = 'hand'
       where channel_id = ${this.channelId} and merchant_code = ${`${this.code}-goods`} returning id`.execute(db)
    this.listingId = listing.rows[0]?.id ?? ''
    for (const task of ['orders', 'publish'] as const)
      await makeDue(world.em, { channelId: this.channelId, task, at: world.clock.now() })
    await this.connector.measureClock(AbortSignal.timeout(60_000))
    // Nothing was sold before: there is nothing to walk through.
    await sql`
      insert into ${sql.table('channel_walk')} (channel_id, list, walked_through)
      select ${this.channelId}, list, ${new Date(world.nowMs - 60_000)}::timestamptz
        from unnest(${this.connector.orderLists.map(({ id }) => id)}::text[]) as list`.execute(db)
    await this.catchUp()
    return this
  }

  get row(): MarketListing {
    if (!this.#row) throw new Error('the shop is not open')
    return this.#row
  }

  get connection() {
    const { code } = this
    const channel = { id: this.channelId, code, name: code, platform: this.front.platform, state: 'live' as const }
    return { connector: this.connector, channel: { ...channel, appKey: '', shopId: 'A', sandbox: null, relayUrl: null } }
  }

  async lease(task: ChannelTask): Promise<Lease> {
    const { em, clock } = this.world
    await makeDue(em, { channelId: this.channelId, task, at: clock.now() })
    const others: Lease[] = []
    for (let n = 0; n < 100; n += 1) {
      const lease = await takeDueTask(em, { task, holder: 'test', now: clock.now(), leaseMs: 60_000 })
      if (lease && lease.channelId !== this.channelId) {
        others.push(lease)
        continue
      }
      for (const other of others.splice(0)) await endTask(em, other, { now: clock.now(), dueAt: clock.now(), problem: null })
      if (lease) return lease
      // A row that somebody holds for a moment is passed over.
      await sql`select pg_sleep(0.005)`.execute(merchantDb(em))
    }
    throw new Error(`${task} of ${this.code} is not due`)
  }

  /** Reads the shop's orders once, by its own connector or another one; false when that is due again at once. */
  async pull(connector = this.connector): Promise<boolean> {
    const { world } = this
    const lease = await this.lease('orders')
    const signal = AbortSignal.timeout(60_000)
    const dueAt = await pullShopOrders({
      connection: { ...this.connection, connector },
      em: world.em,
      desk: world.desk,
      lease,
      clock: world.clock,
      signal,
    })
    await endTask(world.em, lease, { now: world.clock.now(), dueAt: null, problem: null })
    return dueAt > world.clock.now()
  }

  /** Reads orders until every one that was there before is surely booked. */
  async catchUp(): Promise<void> {
    this.world.clock.advance(Math.max(...this.connector.orderLists.map(({ lagMs }) => lagMs)) + 10_000)
    for (let turn = 0; turn < 40; turn += 1) if (await this.pull()) return
    throw new Error('the channel stays behind')
  }

  /** One turn of the publisher. */
  async publish({ desk = this.world.desk, em, lease, signal, connector, witness }: TurnOptions = {}): Promise<PublishTurn> {
    const { world } = this
    const held = lease ?? (await this.lease('publish'))
    const turn = await publishTurn({
      connection: connector ? { ...this.connection, connector } : this.connection,
      em: em ?? world.em,
      desk,
      lease: held,
      clock: world.clock,
      signal: signal ?? AbortSignal.timeout(60_000),
      ...(witness ? { witness } : {}),
    })
    await endTask(world.em, held, { now: world.clock.now(), dueAt: null, problem: null })
    return turn
  }

  /** Reads and publishes until the first reading of the listing is its quota. */
  async join(): Promise<void> {
    await this.publish()
    await this.catchUp()
    await this.publish()
  }

  /** What somebody has reckoned that the listing should be able to sell. */
  async want(units: number | null): Promise<void> {
    await sql`
      update ${sql.table('listing_publishing')} set wanted = ${units}::bigint, next_at = ${this.world.clock.now()}::timestamptz, revision = revision + 1
       where listing_id = ${this.listingId}`.execute(merchantDb(this.world.em))
  }

  buy(units = 1, pay = true): MarketOrder | null {
    const placed = this.sandbox.market.place('A', { lines: [{ listingId: this.row.id, units }], pay })
    return placed.placed ? placed.order : null
  }

  /** The buyer of one of its open orders changes their mind. */
  cancelOne(which: number): void {
    const { market } = this.sandbox
    const open = market
      .shop('A')
      .orders.all()
      .filter(({ state }) => state === 'paid' || state === 'created')
    const order = open[which % Math.max(1, open.length)]
    if (order) market.cancel('A', order.id)
  }

  /** What the shop can sell, by its own counter. */
  get shown(): number {
    return this.row.sellable
  }

  /** Units of live orders the platform has taken, shipped or not. */
  get live(): number {
    return (this.#truth?.takenUnshipped ?? 0) + (this.#truth?.shipped ?? 0)
  }

  get #truth() {
    return listingTruth(this.sandbox.market.shop('A')).find(({ listingId }) => listingId === this.row.id)
  }

  async quota(): Promise<number> {
    const { rows } = await sql<{ quota: string | null }>`
      select sum(quota) as quota from ${sql.table('listing_quota')} where listing_id = ${this.listingId}`.execute(
      merchantDb(this.world.em),
    )
    return Number(rows[0]?.quota ?? 0)
  }

  /** Units held for its orders that have not left. */
  async known(): Promise<number> {
    const { rows } = await sql<{ units: string | null }>`
      select sum(greatest(h.units - h.released - h.shipped, 0)) as units
        from ${sql.table('hold_line')} h join ${sql.table('hold')} o on o.id = h.hold_id
       where o.reference like ${`${this.code}:%`}`.execute(merchantDb(this.world.em))
    return Number(rows[0]?.units ?? 0)
  }

  commands(): Promise<readonly StockCommand[]> {
    return readCommands(this.world.em, sql`c.listing_id = ${this.listingId}`)
  }

  async state(): Promise<string | undefined> {
    const { rows } = await sql<{ state: string }>`select state from ${sql.table('channel')} where id = ${this.channelId}`.execute(
      merchantDb(this.world.em),
    )
    return rows[0]?.state
  }

  /** Units of raises that were sent and may still be applied: a key that was applied once is not applied again. */
  async inFlight(): Promise<number> {
    if (!this.calls.holdsBack) return 0
    const open = (await this.commands()).filter(({ kind, state }) => kind === 'raise' && state !== 'closed')
    const nowMs = this.connector.platformTime(this.world.clock.now()).getTime()
    return open
      .filter(({ tries }) => tries.some(({ diesAtMs }) => diesAtMs > nowMs))
      .filter(({ platformKey }) => !this.calls.hasApplied(platformKey))
      .reduce((sum, { units }) => sum + units, 0)
  }

  /** By how many units the shop can sell and has sold more than the books know: B says never more than none. */
  async excess(): Promise<number> {
    const unshipped = this.#truth?.takenUnshipped ?? 0
    return unshipped + Math.max(0, this.shown) + (await this.inFlight()) - (await this.known()) - (await this.quota())
  }
}

export interface TurnOptions {
  readonly desk?: StockDesk
  readonly em?: Em
  readonly lease?: Lease
  readonly signal?: AbortSignal
  /** In the place of the shop's own. */
  readonly connector?: ChannelConnector
  readonly witness?: NonNullable<Publishing['witness']>
}
