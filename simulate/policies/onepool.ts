import { sql } from 'kysely'
import type { ShopConnection } from '../../src/channels/shop-connections.ts'
import { takeTurn } from '../../src/channels/take-turn.ts'
import type { Tending } from '../../src/channels/tending.ts'
import { merchantDb } from '../../src/db/merchant-db.ts'
import { makeDue, takeDueTask, type ChannelTask, type Lease } from '../../src/jobs/channel-task.ts'
import { LEASE_MS, withLease } from '../../src/jobs/with-lease.ts'
import { createLog } from '../../src/log.ts'
import { parseMasterKeys } from '../../src/secrets/master-keys.ts'
import type { StockDesk } from '../../src/stock/stock-desk.ts'
import { createStockDesks } from '../../src/stock/stock-desks.ts'
import { receiveGoods, type SimMerchant } from '../merchant.ts'
import type { ShopFront } from '../world/shop-front.ts'
import { connectFront } from './connect-front.ts'
import { onepoolBooks } from './onepool-books.ts'
import type { Books, Policy, PolicyWorld } from './policy.ts'

const TURNS_MAX = 20
const HANDS = 16

/** What a test may put in the product's place. */
export interface Variant {
  /** Says what is wanted of the listings, instead of the product's own reckoning. Returns whether it has changed anything. */
  readonly reckon?: (merchant: SimMerchant, world: PolicyWorld) => Promise<void>
  readonly desk?: (desk: StockDesk) => StockDesk
}

/** The product itself: its own commands, tasks and tables, told by the simulation when somebody is due. */
export class OnePool implements Policy {
  readonly books: Books
  readonly #world: PolicyWorld
  readonly #merchant: SimMerchant
  readonly #tending: Tending
  readonly #desk: StockDesk
  readonly #variant: Variant
  readonly #connections = new Map<string, ShopConnection>()
  readonly #channelIds = new Map<ShopFront, string>()
  readonly #wakes = new Set<number>()
  #receipts = 0

  private constructor(world: PolicyWorld, merchant: SimMerchant, variant: Variant) {
    const { clock, signal } = world
    this.#world = world
    this.#merchant = merchant
    this.#variant = variant
    const desks = createStockDesks(merchant.orm, clock)
    const desk = variant.desk?.(desks.of(merchant.schema)) ?? desks.of(merchant.schema)
    this.#desk = desk
    this.#tending = {
      orm: merchant.orm,
      connections: { open: (_em, channelId) => Promise.resolve(this.#connections.get(channelId)) },
      desks: { of: () => desk, waiting: 0 },
      keys: parseMasterKeys(`simulation:${Buffer.alloc(32).toString('base64')}`),
      clock,
      log: createLog({ level: 'silent' }),
      holder: 'simulation',
      signal,
    }
    this.books = onepoolBooks(merchant, { fronts: world.fronts, channelIds: this.#channelIds })
  }

  static async open(world: PolicyWorld, merchant: SimMerchant, variant: Variant = {}): Promise<OnePool> {
    await merchant.reset(world.clock.now())
    const onepool = new OnePool(world, merchant, variant)
    for (const front of world.fronts) {
      const connection = await connectFront(front, { em: merchant.em, clock: world.clock, signal: world.signal })
      onepool.#channelIds.set(front, connection.channel.id)
      onepool.#connections.set(connection.channel.id, connection)
    }
    return onepool
  }

  async join(front: ShopFront): Promise<void> {
    const channelId = this.#channelIds.get(front) ?? ''
    const { em } = this.#merchant
    await sql`update ${sql.table('channel')} set state = 'joining' where id = ${channelId}`.execute(merchantDb(em))
    await makeDue(em, { channelId, task: 'publish', at: this.#world.clock.now() })
    await this.poll(front)
  }

  async receive(units: number): Promise<void> {
    this.#receipts += 1
    await receiveGoods(this.#desk, { clock: this.#world.clock, units, document: `receipt-${this.#receipts}` })
    await this.#publish()
  }

  async poll(front: ShopFront): Promise<void> {
    const channelId = this.#channelIds.get(front) ?? ''
    await makeDue(this.#merchant.em, { channelId, task: 'orders', at: this.#world.clock.now() })
    for (let turn = 0; turn < TURNS_MAX; turn += 1) if (!(await this.#turn('orders'))) break
    await this.#notDue('orders')
    await this.#variant.reckon?.(this.#merchant, this.#world)
    await this.#publish()
  }

  dispose(): Promise<void> {
    return Promise.resolve()
  }

  /** Every publisher that is due, side by side: one whose shop takes its time keeps no other waiting. */
  async #publish(): Promise<void> {
    const turns: Promise<void>[] = []
    for (let hand = 0; hand < HANDS; hand += 1) {
      const lease = await this.#take('publish')
      if (!lease) break
      turns.push(this.#work(lease))
    }
    await this.#wakeWhenDue()
    if (turns.length === 0) return
    await Promise.all(turns)
    await this.#publish()
  }

  /** Does what a process of the product does of its own accord: it looks when somebody is due. */
  async #wakeWhenDue(): Promise<void> {
    const { clock, later } = this.#world
    const { rows } = await sql<{ ms: number | null }>`
      select extract(epoch from min(due_at)) * 1000 as ms from ${sql.table('channel_task')} where task = 'publish'`.execute(
      merchantDb(this.#merchant.em),
    )
    const atMs = Math.ceil(Number(rows[0]?.ms ?? 0))
    if (atMs <= clock.now().getTime() || this.#wakes.has(atMs)) return
    this.#wakes.add(atMs)
    later(new Date(atMs), 'publishers are due', () => this.#publish())
  }

  async #turn(task: ChannelTask): Promise<boolean> {
    const lease = await this.#take(task)
    if (lease) await this.#work(lease)
    return lease !== undefined
  }

  #take(task: ChannelTask): Promise<Lease | undefined> {
    return takeDueTask(this.#merchant.em, { task, holder: 'simulation', now: this.#world.clock.now(), leaseMs: LEASE_MS })
  }

  #work(lease: Lease): Promise<void> {
    const { clock, signal } = this.#world
    const { em } = this.#merchant
    return withLease(em, lease, { clock, signal, work: (held) => takeTurn(this.#tending, { em, lease, signal: held }) })
  }

  /** The scenario says when a shop is polled, not the product's own cadence. */
  async #notDue(task: ChannelTask): Promise<void> {
    await sql`update ${sql.table('channel_task')} set due_at = null where task = ${task}`.execute(merchantDb(this.#merchant.em))
  }
}
