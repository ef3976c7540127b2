import { sql } from 'kysely'
import type { ShopConnection } from '../../src/channels/shop-connections.ts'
import { merchantDb } from '../../src/db/merchant-db.ts'
import { pullShopOrders } from '../../src/intake/pull-shop-orders.ts'
import { endTask, makeDue, takeDueTask } from '../../src/jobs/channel-task.ts'
import { LEASE_MS, withLease } from '../../src/jobs/with-lease.ts'
import { mapByCode } from '../../src/listings/map-by-code.ts'
import { writeListings } from '../../src/listings/write-listings.ts'
import { createStockDesk, type StockDesk } from '../../src/stock/stock-desk.ts'
import { receiveGoods, type SimMerchant } from '../merchant.ts'
import type { ShopFront } from '../world/shop-front.ts'
import { onepoolBooks } from './onepool-books.ts'
import type { Books, Policy, PolicyWorld } from './policy.ts'

const TURNS_MAX = 20

/** The product itself: its own commands, pollers and tables, told by the simulation when something is due. */
export class OnePool implements Policy {
  readonly books: Books
  readonly #world: PolicyWorld
  readonly #merchant: SimMerchant
  readonly #desk: StockDesk
  readonly #connections = new Map<ShopFront, ShopConnection>()
  readonly #channelIds = new Map<ShopFront, string>()
  readonly #polling = new Set<ShopFront>()
  #receipts = 0

  private constructor(world: PolicyWorld, merchant: SimMerchant) {
    this.#world = world
    this.#merchant = merchant
    this.#desk = createStockDesk(merchant.em, world.clock)
    this.books = onepoolBooks(merchant, { fronts: world.fronts, channelIds: this.#channelIds })
  }

  static async open(world: PolicyWorld, merchant: SimMerchant): Promise<OnePool> {
    await merchant.reset(world.clock.now())
    const onepool = new OnePool(world, merchant)
    for (const front of world.fronts) await onepool.#connect(front)
    return onepool
  }

  async join(front: ShopFront): Promise<void> {
    await this.poll(front)
  }

  async receive(units: number): Promise<void> {
    this.#receipts += 1
    await receiveGoods(this.#desk, { clock: this.#world.clock, units, document: `receipt-${this.#receipts}` })
  }

  async poll(front: ShopFront): Promise<void> {
    const connection = this.#connections.get(front)
    if (!connection || this.#polling.has(front)) return
    this.#polling.add(front)
    try {
      for (let turn = 0; turn < TURNS_MAX; turn += 1) if (await this.#pull(connection)) return
    } finally {
      this.#polling.delete(front)
    }
  }

  dispose(): Promise<void> {
    return Promise.resolve()
  }

  /** One turn of the orders' task; whether it has caught up. */
  async #pull(connection: ShopConnection): Promise<boolean> {
    const { clock, signal } = this.#world
    const { em } = this.#merchant
    const { id: channelId } = connection.channel
    await makeDue(em, { channelId, task: 'orders', at: clock.now() })
    const lease = await takeDueTask(em, { task: 'orders', holder: 'simulation', now: clock.now(), leaseMs: LEASE_MS })
    if (!lease) return true
    const dueAt = await withLease(em, lease, {
      clock,
      signal,
      work: (held) => pullShopOrders({ connection, em, desk: this.#desk, lease, clock, signal: held }),
    })
    await endTask(em, lease, { now: clock.now(), dueAt: null, problem: null })
    return dueAt > clock.now()
  }

  /** The channel as authorising and discovery would have made it. */
  async #connect(front: ShopFront): Promise<void> {
    const { clock, signal } = this.#world
    const { em } = this.#merchant
    const db = merchantDb(em)
    const { rows } = await sql<{ id: string }>`
      insert into ${sql.table('channel')} (code, name, platform, state, created_at)
      values (${front.code}, ${front.code}, ${front.platform}, 'shadow', ${clock.now()}::timestamptz) returning id`.execute(db)
    const [row] = rows
    if (!row) throw new Error(`no channel for ${front.code}`)
    const channelId = row.id
    for await (const listings of front.connector.listListings(signal)) {
      const keys = await writeListings(em, { channelId, listings }, clock.now())
      await mapByCode(em, { channelId, channel: front.code, keys }, clock.now())
    }
    await sql`update ${sql.table('listing')} set facts = facts || ${JSON.stringify(front.facts)}::text::jsonb
      where channel_id = ${channelId}`.execute(db)
    // What was ordered earlier has been read before: nothing was.
    for (const { id: list } of front.connector.orderLists)
      await sql`insert into ${sql.table('channel_walk')} (channel_id, list, walked_through)
        values (${channelId}, ${list}, ${clock.now()}::timestamptz)`.execute(db)
    await front.connector.measureClock(signal)
    this.#channelIds.set(front, channelId)
    this.#connections.set(front, {
      connector: front.connector,
      version: '1',
      refreshToken: null,
      channel: {
        id: channelId,
        code: front.code,
        name: front.code,
        platform: front.platform,
        state: 'shadow',
        appKey: '',
        shopId: 'A',
        sandbox: null,
        relayUrl: null,
      },
    })
  }
}
