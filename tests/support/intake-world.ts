import { sql } from 'kysely'
import { connectPinduoduo } from '../../connectors/pinduoduo/index.ts'
import { Pace } from '../../connectors/shared/pace.ts'
import { inProcessAdapter } from '../../sandbox/shared/axios-adapter.ts'
import type { MarketListing } from '../../sandbox/shared/market/listing.ts'
import type { MarketOrder } from '../../sandbox/shared/market/order.ts'
import type { Sandbox } from '../../sandbox/shared/sandbox.ts'
import { openPinduoduoSandbox } from '../../sandbox/pinduoduo/index.ts'
import type { ChannelConnector } from '../../src/channels/connector.ts'
import type { OrderList } from '../../src/channels/feed.ts'
import { merchantDb } from '../../src/db/merchant-db.ts'
import type { ChannelState } from '../../src/domain/channel-state.ts'
import type { KnownOrder } from '../../src/domain/channel-order.ts'
import { orderStates } from '../../src/domain/order-state.ts'
import { pullShopOrders } from '../../src/intake/pull-shop-orders.ts'
import { reconcile } from '../../src/intake/reconcile.ts'
import { readWatermarks, type Watermarks } from '../../src/intake/watermarks.ts'
import { endTask, makeDue, takeDueTask, type ChannelTask, type Lease } from '../../src/jobs/channel-task.ts'
import { writeListings } from '../../src/listings/write-listings.ts'
import type { StockDesk } from '../../src/stock/stock-desk.ts'
import { readOrders } from '../../src/stock/sql/orders.ts'
import { jdFixture } from '../contract/jd-fixture.ts'
import type { ConnectAs } from '../contract/contract-fixture.ts'
import { taobaoFixture } from '../contract/taobao-fixture.ts'
import type { JumpingClock } from './jumping-clock.ts'
import type { StockWorld } from './stock-world.ts'

interface Shopfront {
  openSandbox(clock: JumpingClock): Sandbox
  connect(sandbox: Sandbox, as: ConnectAs): ChannelConnector
  readonly ungroups: boolean
}

const pinduoduo: Shopfront = {
  ungroups: true,
  openSandbox: (clock) => openPinduoduoSandbox({ clock, seed: 7, feedLagMs: 0, shops: [{ id: 'A', name: 'shop A' }] }),
  connect: (sandbox, { clock, shop }) =>
    connectPinduoduo({
      clock,
      app: { key: sandbox.app.appKey, secret: sandbox.app.appSecret },
      accessToken: () => sandbox.tokens(shop).session,
      endpoints: { gateway: 'http://sandbox.invalid/api/router' },
      allowLoopback: true,
      adapter: inProcessAdapter(sandbox.handler),
      pace: new Pace(clock, 1_000),
    }),
}

const shopfronts = { taobao: { ...taobaoFixture, ungroups: false }, jd: { ...jdFixture('single'), ungroups: false }, pinduoduo }
export type Shopname = keyof typeof shopfronts

/** A shop in a sandbox, a channel that reads it, and shoppers who never rest: something happens at every call. */
export class IntakeWorld {
  readonly world: StockWorld
  readonly code: Shopname
  readonly sandbox: Sandbox
  readonly connector: ChannelConnector
  readonly #front: Shopfront
  #rows: readonly MarketListing[] = []
  readonly #skus = new Map<string, string>()
  #channelId = ''
  #turn = 0
  /** Told of every call before it is made. */
  onCall: () => void = () => undefined

  constructor(world: StockWorld, code: Shopname) {
    this.world = world
    this.code = code
    this.#front = shopfronts[code]
    this.sandbox = this.#front.openSandbox(world.clock)
    const busy: Sandbox = {
      ...this.sandbox,
      handler: (request) => {
        this.onCall()
        return this.sandbox.handler(request)
      },
    }
    this.connector = this.#front.connect(busy, { clock: world.clock, shop: 'A' })
  }

  static async opened(world: StockWorld, code: Shopname): Promise<IntakeWorld> {
    const shop = new IntakeWorld(world, code)
    await shop.open()
    return shop
  }

  /** Opens the channel in shadow: three listings, each of a SKU of its own with units enough. */
  async open(): Promise<void> {
    const { market } = this.sandbox
    const db = merchantDb(this.world.em)
    const { rows } = await sql<{ id: string }>`
      insert into ${sql.table('channel')} (code, name, platform, state, created_at)
      values (${this.code}, ${this.code}, ${this.code}, 'shadow', ${this.world.clock.now()}::timestamptz) returning id`.execute(
      db,
    )
    this.#channelId = rows[0]?.id ?? ''
    this.#rows = [1, 2, 3].map((n) => market.addListing('A', { sellable: 100_000, skuId: String(n) }))
    for await (const listings of this.connector.listListings(AbortSignal.timeout(60_000))) {
      const keys = await writeListings(this.world.em, { channelId: this.#channelId, listings }, this.world.clock.now())
      for (const key of keys) await this.#sell(key)
    }
    await this.#walkedUntil(new Date(this.world.clock.now().getTime() - 3_600_000))
    await makeDue(this.world.em, { channelId: this.#channelId, task: 'orders', at: this.world.clock.now() })
    await this.catchUp()
  }

  /** A new shop is read from two weeks before on: all but the last hour of that is skipped here. */
  async #walkedUntil(at: Date): Promise<void> {
    const lists = this.connector.orderLists.map(({ id }) => id)
    await sql`insert into ${sql.table('channel_walk')} (channel_id, list, walked_through)
      select ${this.#channelId}, list, ${at}::timestamptz from unnest(${lists}::text[]) list`.execute(merchantDb(this.world.em))
  }

  async #sell(key: string): Promise<void> {
    const sku = `${this.code}-${key}`
    this.#skus.set(key, sku)
    await this.world.stocked(sku, 'W1', 100_000)
    await this.world.recipe(sku, { [sku]: 1 })
    await sql`update ${sql.table('listing')} set recipe_id = (select id from ${sql.table('recipe')} where code = ${sku})
      where channel_id = ${this.#channelId} and external_id = ${key}`.execute(merchantDb(this.world.em))
  }

  async lease(task: ChannelTask = 'orders'): Promise<Lease> {
    const lease = await takeDueTask(this.world.em, {
      task,
      holder: 'test',
      now: this.world.clock.now(),
      leaseMs: 60_000,
    })
    if (!lease) throw new Error(`${task}: not due`)
    return lease
  }

  /** One turn of a worker; false when it is due again at once. A turn that ends badly leaves its lease behind, as a worker that was killed does. */
  async pull({ desk = this.world.desk, signal = new AbortController().signal, lease }: PullOptions = {}): Promise<boolean> {
    const { clock } = this.world
    const held = lease ?? (await this.lease())
    const dueAt = await pullShopOrders({
      connection: this.connection('shadow'),
      em: this.world.em,
      desk,
      lease: held,
      clock,
      signal,
    })
    await endTask(this.world.em, held, { now: clock.now(), dueAt: clock.now(), problem: null })
    return dueAt > clock.now()
  }

  /** One turn of going through the shop's orders by another way than polling. */
  async reconcile(): Promise<void> {
    const { clock, em, desk } = this.world
    await makeDue(em, { channelId: this.#channelId, task: 'reconcile', at: clock.now() })
    const lease = await this.lease('reconcile')
    const { signal } = new AbortController()
    const dueAt = await reconcile({ connection: this.connection('shadow'), em, desk, lease, clock, signal })
    await endTask(em, lease, { now: clock.now(), dueAt, problem: null })
  }

  revoke(): void {
    this.sandbox.revokeToken('A')
  }

  /** The seller authorises the application again. */
  async grant(): Promise<void> {
    const { refreshToken } = this.sandbox.tokens('A')
    await this.connector.exchangeToken({ grant: 'refresh', refreshToken }, AbortSignal.timeout(10_000))
  }

  /** As a worker has it. */
  connection(state: ChannelState) {
    const channel = {
      id: this.#channelId,
      code: this.code,
      name: this.code,
      platform: this.code,
      state,
      appKey: '',
      shopId: 'A',
      sandbox: null,
      relayUrl: null,
    }
    return { connector: this.connector, channel }
  }

  /** The shop's listings. */
  get rows(): readonly MarketListing[] {
    return this.#rows
  }

  /** The SKU that one of them sells. */
  skuOf(row: MarketListing | undefined): string {
    const found = [...this.#skus].find(([key]) => key.startsWith(`${row?.itemId}/${row?.skuId}/`))
    if (!found) throw new Error(`${row?.itemId}/${row?.skuId} is not among ${[...this.#skus.keys()].join(' ')}`)
    return found[1]
  }

  /** Turns until the worker is no longer behind. */
  async catchUp(): Promise<void> {
    for (let turn = 0; turn < 40; turn += 1) if (await this.pull()) return
    throw new Error('the channel stays behind')
  }

  /** Lets shoppers act for a while, before anyone looks. */
  trade(times: number): void {
    for (let n = 0; n < times; n += 1) {
      this.world.clock.advance(400)
      this.shop()
    }
  }

  /** What shoppers and the seller do at one moment, the same for the same number. */
  shop(): void {
    const { market } = this.sandbox
    this.#turn += 1
    const turn = this.#turn
    const listingId = this.#rows[turn % this.#rows.length]?.id ?? ''
    const ungrouped = this.#front.ungroups && turn % 7 === 0
    market.place('A', { lines: [{ listingId, units: 1 + (turn % 3) }], pay: turn % 5 !== 0, ungrouped })
    const orders = market.shop('A').orders.all()
    const earlier = orders[(turn * 37) % orders.length]
    if (!earlier) return
    if (turn % 4 === 0) market.cancel('A', earlier.id)
    else if (earlier.state === 'created') market.pay('A', earlier.id)
    else if (earlier.state === 'paid' && earlier.grouped)
      market.ship('A', { orderId: earlier.id, carrier: 'SF', waybill: `SF${turn}` })
  }

  async watermarks(): Promise<Watermarks> {
    return (await readWatermarks(this.world.em, [this.#channelId])).get(this.#channelId) ?? {}
  }

  /** I15: numbers of orders that by a watermark should be booked, and are not, or not as far as they had come by then. */
  async missing(): Promise<readonly string[]> {
    const marks = await this.watermarks()
    const booked = await this.booked()
    return this.connector.orderLists.flatMap((list) =>
      list.proves.flatMap((proof) => {
        const through = marks[proof]
        const due = through ? this.#due(list, through) : []
        // A watermark of what was taken says that an order is booked, that of the ways back how far it had come.
        const left = due.filter((order) => !isBooked(booked.get(order.id), order, proof === 'back'))
        return left.map(({ id }) => `${proof}: ${id}`)
      }),
    )
  }

  /** Orders the list must have shown by that instant. */
  #due(list: OrderList, through: Date): readonly MarketOrder[] {
    const { orders } = this.sandbox.market.shop('A')
    return orders
      .all()
      .flatMap(({ id }) => orders.latest(id, through) ?? [])
      .filter((order) => isShown(list, order, through))
  }

  async booked(): Promise<ReadonlyMap<string, KnownOrder>> {
    const wanted = this.sandbox.market
      .shop('A')
      .orders.all()
      .map(({ id }) => ({ channelId: this.#channelId, orderId: id }))
    return new Map((await readOrders(this.world.em, wanted, { lock: false })).map((order) => [order.orderId, order]))
  }
}

interface PullOptions {
  readonly desk?: StockDesk
  readonly signal?: AbortSignal
  readonly lease?: Lease
}

function isShown(list: OrderList, order: MarketOrder, through: Date): boolean {
  const key = order[`${list.keyedBy}At` as const]
  if (key === null || key > through) return false
  if (list.shows === 'every order') return true
  return list.shows === 'unpaid orders' ? order.paidAt === null : order.confirmedAt !== null
}

function isBooked(known: KnownOrder | undefined, order: MarketOrder, asFar: boolean): boolean {
  if (!known) return false
  if (!asFar) return true
  const further = orderStates.findIndex((state) => state === order.state)
  return (
    orderStates.indexOf(known.state) >= further && known.modifiedAtMs >= Math.floor(order.modifiedAt.getTime() / 1_000) * 1_000
  )
}
