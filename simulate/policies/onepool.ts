import { sql } from 'kysely'
import { RuleShelf } from '../../src/allocation/read-rules.ts'
import type { ShopConnection } from '../../src/channels/shop-connections.ts'
import { cadence } from '../../src/channels/estimate-calls.ts'
import { takeTurn } from '../../src/channels/take-turn.ts'
import type { Tending } from '../../src/channels/tending.ts'
import { merchantDb } from '../../src/db/merchant-db.ts'
import { bookPage } from '../../src/intake/book-page.ts'
import { bookingOf } from '../../src/intake/intake.ts'
import { endTask, makeDue, takeDueTask, takeTaskOf, type ChannelTask, type Lease } from '../../src/jobs/channel-task.ts'
import { LEASE_MS, withLease } from '../../src/jobs/with-lease.ts'
import type { QuotaPolicy } from '../../src/domain/publishing/wanted-quotas.ts'
import { LedgerCursor, planQuotas, sweepQuotas } from '../../src/publishing/plan-quotas.ts'
import { createLog } from '../../src/log.ts'
import { parseMasterKeys } from '../../src/secrets/master-keys.ts'
import type { StockDesk } from '../../src/stock/stock-desk.ts'
import { createStockDesks } from '../../src/stock/stock-desks.ts'
import { receiveGoods, type SimMerchant } from '../merchant.ts'
import type { ShopFront } from '../world/shop-front.ts'
import { connectFront } from './connect-front.ts'
import { rankShops, type RanksAs } from './rank-shops.ts'
import { onepoolBooks } from './onepool-books.ts'
import type { Books, Policy, PolicyWorld } from './policy.ts'

const HANDS = 16
/** As the product's own slow look. */
const SWEEP_MS = 600_000

/** What a test may put in the product's place. */
export interface Variant {
  /** Shares the units out, instead of the product's own policy. */
  readonly policy?: (world: PolicyWorld) => QuotaPolicy
  readonly desk?: (desk: StockDesk) => StockDesk
  /** How the ranks of the shops reach it; left out: as ranks. */
  readonly ranks?: RanksAs
  /** What operators are told instead of the product's own bound. */
  readonly bound?: (units: number | null) => number | null
}

/** The product itself: its own commands, tasks and tables, told by the simulation when somebody is due. */
export class OnePool implements Policy {
  readonly books: Books
  readonly #world: PolicyWorld
  readonly #merchant: SimMerchant
  readonly #tending: Tending
  readonly #desk: StockDesk
  readonly #policy: QuotaPolicy | undefined
  readonly #shelf = new RuleShelf()
  readonly #connections = new Map<string, ShopConnection>()
  readonly #channelIds = new Map<ShopFront, string>()
  readonly #wakes = new Set<number>()
  #allJoined = false
  readonly #cursor: LedgerCursor
  readonly #startedAt: Date
  #sweptAtMs = -Infinity
  #receipts = 0

  private constructor(world: PolicyWorld, merchant: SimMerchant, variant: Variant) {
    const { clock, signal } = world
    this.#world = world
    this.#merchant = merchant
    this.#policy = variant.policy?.(world)
    const desks = createStockDesks(merchant.orm, clock)
    const desk = variant.desk?.(desks.of(merchant.schema)) ?? desks.of(merchant.schema)
    this.#desk = desk
    this.#startedAt = clock.now()
    this.#cursor = new LedgerCursor(clock.now().getTime())
    this.#tending = {
      orm: merchant.orm,
      connections: {
        open: (_em, channelId) => Promise.resolve(this.#connections.get(channelId)),
        calls: { write: () => Promise.resolve() },
        pushSource: () => Promise.resolve(undefined),
      },
      desks: { of: () => desk, waiting: 0, onCommitted: () => undefined },
      keys: parseMasterKeys(`simulation:${Buffer.alloc(32).toString('base64')}`),
      clock,
      log: createLog({ level: 'silent' }),
      holder: 'simulation',
      signal,
    }
    const books = onepoolBooks(merchant, { fronts: world.fronts, channelIds: this.#channelIds, clock })
    const { bound = (units) => units } = variant
    this.books = { ...books, bounds: async () => (await books.bounds()).map(bound) }
  }

  static async open(world: PolicyWorld, merchant: SimMerchant, variant: Variant = {}): Promise<OnePool> {
    await merchant.reset(world.clock.now())
    const onepool = new OnePool(world, merchant, variant)
    for (const front of world.fronts) {
      const connection = await connectFront(front, { em: merchant.em, clock: world.clock, signal: world.signal })
      onepool.#channelIds.set(front, connection.channel.id)
      onepool.#connections.set(connection.channel.id, connection)
    }
    await rankShops(merchant, world, variant.ranks ?? 'ranks')
    return onepool
  }

  async join(front: ShopFront): Promise<void> {
    const channelId = this.#channelIds.get(front) ?? ''
    const { em } = this.#merchant
    await sql`update ${sql.table('channel')} set state = 'joining' where id = ${channelId}`.execute(merchantDb(em))
    await makeDue(em, { channelId, task: 'publish', at: this.#world.clock.now() })
    await this.poll(front)
    this.#watchLater(front)
  }

  /** Counters are read at the product's own cadence, whoever is polled. */
  #watchLater(front: ShopFront): void {
    const { clock, later } = this.#world
    const at = new Date(clock.now().getTime() + cadence.readingsMs)
    later(at, `the counter of ${front.code} is read`, () => this.#watch(front))
  }

  async #watch(front: ShopFront): Promise<void> {
    const channelId = this.#channelIds.get(front) ?? ''
    const now = this.#world.clock.now()
    this.#watchLater(front)
    const lease = await takeTaskOf(this.#merchant.em, { channelId, task: 'watch', holder: 'simulation', now, leaseMs: LEASE_MS })
    if (lease) await this.#work(lease, { ...this.#tending, connections: atCadence(this.#tending.connections, front) })
    await this.#publish()
  }

  /** While a shop that already sells is not in the arithmetic, the operator leaves what there is to it. */
  async #leaveToOthers(): Promise<void> {
    if (this.#allJoined) return
    const { em } = this.#merchant
    const { rows } = await sql<{ left: string }>`
      select count(*) as left from ${sql.table('listing')} where joined_at is null`.execute(merchantDb(em))
    this.#allJoined = Number(rows[0]?.left) === 0
    const sells = !this.#allJoined && this.#world.fronts.some(({ shop }) => (shop.shown ?? 0) > 0)
    await sql`update ${sql.table('pool')} set left_to_others_percent = ${sells ? 100 : 0}`.execute(merchantDb(em))
  }

  async receive(units: number): Promise<void> {
    this.#receipts += 1
    await receiveGoods(this.#desk, { clock: this.#world.clock, units, document: `receipt-${this.#receipts}` })
    await this.#publish()
  }

  async poll(front: ShopFront): Promise<void> {
    const channelId = this.#channelIds.get(front) ?? ''
    const { em } = this.#merchant
    const now = this.#world.clock.now()
    // The scenario says when a shop is polled, not the product's own cadence.
    const lease = await takeTaskOf(em, { channelId, task: 'orders', holder: 'simulation', now, leaseMs: LEASE_MS })
    if (!lease) return
    await this.#work(lease)
    await this.#publish()
  }

  async push(front: ShopFront, orderId: string): Promise<void> {
    const { clock, signal } = this.#world
    const { em } = this.#merchant
    const connection = this.#connections.get(this.#channelIds.get(front) ?? '')
    if (!connection) return
    const channelId = connection.channel.id
    const lease = await takeTaskOf(em, { channelId, task: 'orders', holder: 'simulation', now: clock.now(), leaseMs: LEASE_MS })
    if (!lease) return
    const order = await front.connector.rereadOrder(orderId, signal)
    const booking = bookingOf({ connection, em, desk: this.#desk, lease, clock, signal })
    if (order) await bookPage(booking, { pool: null, connectedAt: this.#startedAt }, [order])
    await endTask(em, lease, { now: clock.now(), dueAt: null, problem: null })
    await this.#publish()
  }

  dispose(): Promise<void> {
    return Promise.resolve()
  }

  /** Every publisher that is due, side by side: one whose shop takes its time keeps no other waiting. */
  async #publish(): Promise<void> {
    await this.#plan()
    if (!(await this.#isDue())) return
    const turns: Promise<void>[] = []
    for (let hand = 0; hand < HANDS; hand += 1) {
      const lease = await this.#take('publish')
      if (!lease) break
      turns.push(this.#work(lease))
    }
    if (turns.length === 0) return
    await Promise.all(turns)
    await this.#publish()
  }

  /** What something has happened to is planned anew at once, everything now and then. */
  async #plan(): Promise<void> {
    await this.#leaveToOthers()
    const { clock, signal } = this.#world
    const planning = {
      em: this.#merchant.em,
      clock,
      signal,
      shelf: this.#shelf,
      ...(this.#policy ? { policy: this.#policy } : {}),
    }
    const nowMs = clock.now().getTime()
    const changed = await this.#cursor.changed(planning, 'newest')
    if (nowMs - this.#sweptAtMs >= SWEEP_MS) {
      this.#sweptAtMs = nowMs
      await sweepQuotas(planning, '0')
    } else if (changed.length > 0) await planQuotas(planning, changed)
  }

  /** Does what a process of the product does of its own accord: it looks when somebody is due. */
  async #isDue(): Promise<boolean> {
    const { clock, later } = this.#world
    const { rows } = await sql<{ ms: number | null }>`
      select (extract(epoch from min(due_at)) * 1000)::float8 as ms from ${sql.table('channel_task')} where task = 'publish'`.execute(
      merchantDb(this.#merchant.em),
    )
    const dueMs = rows[0]?.ms ?? null
    if (dueMs === null) return false
    const atMs = Math.ceil(dueMs)
    if (atMs <= clock.now().getTime()) return true
    if (!this.#wakes.has(atMs)) later(new Date(atMs), 'publishers are due', () => this.#publish())
    this.#wakes.add(atMs)
    return false
  }

  #take(task: ChannelTask): Promise<Lease | undefined> {
    return takeDueTask(this.#merchant.em, { task, holder: 'simulation', now: this.#world.clock.now(), leaseMs: LEASE_MS })
  }

  #work(lease: Lease, tending = this.#tending): Promise<void> {
    const { clock, signal } = this.#world
    const { em } = this.#merchant
    return withLease(em, lease, { clock, signal, work: (held) => takeTurn(tending, { em, lease, signal: held }) })
  }
}

/** What is read over these is counted apart from what something is settled by. */
function atCadence(connections: Tending['connections'], { network }: ShopFront): Tending['connections'] {
  return {
    ...connections,
    open: async (...asked) => {
      const connection = await connections.open(...asked)
      if (!connection) return undefined
      const { connector } = connection
      const readStock: typeof connector.readStock = async (...read) => {
        const readings = await connector.readStock(...read)
        network.wasAtCadence()
        return readings
      }
      return { ...connection, connector: { ...connector, readStock } }
    },
  }
}
