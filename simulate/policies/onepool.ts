import { sql } from 'kysely'
import type { ShopConnection } from '../../src/channels/shop-connections.ts'
import { cadence } from '../../src/channels/estimate-calls.ts'
import { takeTurn } from '../../src/channels/take-turn.ts'
import type { Tending } from '../../src/channels/tending.ts'
import { merchantDb } from '../../src/db/merchant-db.ts'
import { makeDue, takeDueTask, takeTaskOf, type ChannelTask, type Lease } from '../../src/jobs/channel-task.ts'
import { LEASE_MS, withLease } from '../../src/jobs/with-lease.ts'
import type { QuotaPolicy } from '../../src/domain/publishing/wanted-quotas.ts'
import { createLog } from '../../src/log.ts'
import { parseMasterKeys } from '../../src/secrets/master-keys.ts'
import type { StockDesk } from '../../src/stock/stock-desk.ts'
import { createStockDesks } from '../../src/stock/stock-desks.ts'
import { receiveGoods, type SimMerchant } from '../merchant.ts'
import { breaksItsWord } from '../scenario.ts'
import { goodCount, poolCount, poolsOf, type Pile } from '../supply.ts'
import type { ShopFront } from '../world/shop-front.ts'
import { asSeenBefore } from './as-seen-before.ts'
import { allowOvercommit } from './allow-overcommit.ts'
import { atCadence } from './at-cadence.ts'
import { connectFront } from './connect-front.ts'
import { rankShops, type RanksAs } from './rank-shops.ts'
import type { Books, StatedBound } from './books.ts'
import { onepoolBooks } from './onepool-books.ts'
import { Operator } from './operator.ts'
import { rememberSales } from './past-sales.ts'
import { pushOrder } from './push-order.ts'
import { planSale } from './plan-sale.ts'
import { Planner } from './planner.ts'
import type { Policy, PolicyWorld } from './policy.ts'
import { changeSets, sellSets } from './sell-sets.ts'

const HANDS = 16

/** What a test may put in the product's place. */
export interface Variant {
  /** Shares the units out, instead of the product's own policy. */
  readonly policy?: (world: PolicyWorld) => QuotaPolicy
  readonly desk?: (desk: StockDesk) => StockDesk
  /** How the ranks of the shops reach it; left out: as ranks. */
  readonly ranks?: RanksAs
  /** Goods may be shown beyond what is there; nothing is said of ranks then. */
  readonly overcommit?: boolean
  /** What operators are told instead of the product's own bound. */
  readonly bound?: (stated: StatedBound) => StatedBound
}

/** The product itself: its own commands, tasks and tables, told by the simulation when somebody is due. */
export class OnePool implements Policy {
  readonly books: Books
  readonly #world: PolicyWorld
  readonly #merchant: SimMerchant
  readonly #tending: Tending
  readonly #desk: StockDesk
  readonly #connections = new Map<string, ShopConnection>()
  readonly #channelIds = new Map<ShopFront, string>()
  readonly #wakes = new Set<number>()
  readonly #operator: Operator
  readonly #planner: Planner
  #receipts = 0
  #pushes = 0

  private constructor(world: PolicyWorld, merchant: SimMerchant, variant: Variant) {
    const { clock, signal } = world
    this.#world = world
    this.#merchant = merchant
    this.#operator = new Operator({ em: merchant.em, clock })
    const desks = createStockDesks(merchant.orm, clock)
    const desk = variant.desk?.(desks.of(merchant.schema)) ?? desks.of(merchant.schema)
    this.#desk = desk
    this.#planner = new Planner(world, {
      merchant,
      desk,
      policy: variant.policy?.(world),
      overcommit: variant.overcommit === true,
    })
    this.#tending = {
      orm: merchant.orm,
      connections: {
        open: (_em, channelId) => Promise.resolve(this.#connections.get(channelId)),
        calls: { take: () => null, write: () => Promise.resolve() },
        pushSource: () => Promise.resolve(undefined),
      },
      desks: { of: () => desk, waiting: 0, onCommitted: () => undefined },
      keys: parseMasterKeys(`simulation:${Buffer.alloc(32).toString('base64')}`),
      clock,
      log: createLog({ level: 'silent' }),
      holder: 'simulation',
      signal,
    }
    const books = onepoolBooks(merchant, { ...world, channelIds: this.#channelIds })
    const { bound = (stated) => stated } = variant
    this.books = { ...books, bounds: async () => (await books.bounds()).map(bound) }
  }

  static async open(world: PolicyWorld, merchant: SimMerchant, variant: Variant = {}): Promise<OnePool> {
    await merchant.reset(world.clock.now(), { pools: poolCount(world.scenario), goods: goodCount(world.scenario) })
    await sellSets(merchant, world)
    const onepool = new OnePool(world, merchant, variant)
    const { clock, signal } = world
    const { handEdits = 'cut back', pools } = world.scenario
    for (const front of world.fronts) {
      const own = pools ? poolsOf(front.shop, world.scenario) : null
      const connection = await connectFront(front, { handEdits, pools: own, em: merchant.em, clock, signal })
      onepool.#channelIds.set(front, connection.channel.id)
      onepool.#connections.set(connection.channel.id, connection)
    }
    if (variant.overcommit) await allowOvercommit(merchant, world, 0)
    else await rankShops(merchant, world, variant.ranks ?? 'ranks')
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
    const at = new Date(this.#world.clock.now().getTime() + cadence.readingsMs)
    this.#world.later(at, `the counter of ${front.code} is read`, (rested) => this.#watch(front, rested), { looks: true })
  }

  async #watch(front: ShopFront, rested = false): Promise<void> {
    const asked = { channelId: this.#channelIds.get(front) ?? '', task: 'watch', holder: 'simulation' } as const
    this.#watchLater(front)
    const lease = await takeTaskOf(this.#merchant.em, { ...asked, now: this.#world.clock.now(), leaseMs: LEASE_MS })
    if (lease) await this.#work(lease, { ...this.#tending, connections: atCadence(this.#tending.connections, front) })
    if (!rested) await this.#publish()
  }

  async receive(piles: readonly Pile[]): Promise<void> {
    if (this.#receipts === 0) await rememberSales(this.#merchant, this.#world)
    this.#receipts += 1
    await receiveGoods(this.#desk, { clock: this.#world.clock, piles, document: `receipt-${this.#receipts}` })
    await this.#publish()
  }

  async poll(front: ShopFront, rested = false): Promise<void> {
    const channelId = this.#channelIds.get(front) ?? ''
    const { em } = this.#merchant
    const now = this.#world.clock.now()
    // The scenario says when a shop is polled, not the product's own cadence.
    const lease = await takeTaskOf(em, { channelId, task: 'orders', holder: 'simulation', now, leaseMs: LEASE_MS })
    if (!lease) return
    // What was left out is made up for at every shop before anything is planned by it.
    if (rested) return asSeenBefore(em, channelId, () => this.#work(lease))
    await this.#work(lease)
    await this.#publish()
  }

  /** Takes the push in as the product does, and asks for what was pushed. */
  async push(front: ShopFront, orderId: string): Promise<void> {
    const { clock, signal } = this.#world
    const channelId = this.#channelIds.get(front) ?? ''
    this.#pushes += 1
    await pushOrder(
      this.#tending,
      { em: this.#merchant.em, clock, signal },
      { channelId, orderId, pushId: `push-${this.#pushes}` },
    )
    await this.#publish()
  }

  async stop(front: ShopFront | null): Promise<void> {
    await this.#operator.stop(front)
    await this.#publish()
  }

  async resume(front: ShopFront | null): Promise<void> {
    await this.#operator.resume(front)
    await this.#publish()
  }

  async changeRecipe(from: Date): Promise<void> {
    await changeSets(this.#merchant, this.#world, from)
    await this.#publish()
  }

  async planCampaign(startsAt: Date): Promise<void> {
    await planSale(this.#desk, this.#world, startsAt)
    await this.#publish()
  }

  async endDay(): Promise<void> {
    const { fronts, clock } = this.#world
    // The lists of all others have shown everything.
    for (const front of fronts.filter(({ shop }) => breaksItsWord(shop))) {
      const asked = { channelId: this.#channelIds.get(front) ?? '', task: 'reconcile', holder: 'simulation' } as const
      const lease = await takeTaskOf(this.#merchant.em, { ...asked, now: clock.now(), leaseMs: LEASE_MS })
      if (lease) await this.#work(lease)
    }
    await this.#operator.allowRaises()
    await this.#publish()
  }

  async dispose(): Promise<void> {}

  /** Every publisher that is due, side by side: one whose shop takes its time keeps no other waiting. */
  async #publish(): Promise<void> {
    await this.#operator.leaveToOthers(this.#world.fronts)
    await this.#planner.plan()
    if (!(await this.#isDue())) return
    const turns: Promise<void>[] = []
    for (const task of ['stop', 'publish'] as const) {
      for (let hand = 0; hand < HANDS; hand += 1) {
        const lease = await this.#take(task)
        if (!lease) break
        turns.push(this.#work(lease))
      }
    }
    if (turns.length === 0) return
    await Promise.all(turns)
    await this.#publish()
  }

  /** Does what a process of the product does of its own accord: it looks when somebody is due. */
  async #isDue(): Promise<boolean> {
    const { clock, later } = this.#world
    const { rows } = await sql<{ ms: number | null }>`
      select (extract(epoch from min(due_at)) * 1000)::float8 as ms from ${sql.table('channel_task')} where task in ('publish', 'stop')`.execute(
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
