import type { ChannelConnector } from '../../src/channels/connector.ts'
import type { OrderParcel, OrderShipment } from '../../src/domain/order-shipment.ts'
import type { ChannelState } from '../../src/domain/channel-state.ts'
import { endTask, takeDueTask, type Lease } from '../../src/jobs/channel-task.ts'
import { LEASE_MS } from '../../src/jobs/with-lease.ts'
import { shipOrder, type ShipmentBooked } from '../../src/shipping/ship-order.ts'
import { correctShipment, withdrawShipment } from '../../src/shipping/settle-shipment.ts'
import { tellShipments } from '../../src/shipping/tell-shipments.ts'
import { readShipments } from '../../src/stock/sql/shipments.ts'
import type { Refused } from '../../src/stock/refusal.ts'
import type { StockDesk } from '../../src/stock/stock-desk.ts'
import { IntakeWorld, type Shopname } from './intake-world.ts'
import { StockWorld } from './stock-world.ts'

/** A carrier that each platform's sandbox knows. */
const carriers = { taobao: 'SF', jd: '467', pinduoduo: '44' } as const

interface TellOptions {
  readonly lease?: Lease
  readonly signal?: AbortSignal
  readonly state?: ChannelState
  /** What happens before and after the call that tells of a shipment. */
  readonly before?: () => Promise<void>
  readonly after?: () => Promise<void>
}

/** A shop in a sandbox whose orders are booked, and the worker that tells it of shipments. */
export class ShipWorld {
  readonly world: StockWorld
  readonly shop: IntakeWorld
  readonly #seen: { readonly orderId: string; readonly waybill: string; readonly units: number }[] = []
  readonly #left = new Map<string, number>()

  private constructor(world: StockWorld, shop: IntakeWorld) {
    this.world = world
    this.shop = shop
    shop.sandbox.market.watchers.add((order) => {
      const units = order.lines.reduce((sum, line) => sum + line.shippedUnits, 0)
      const before = this.#left.get(order.id) ?? 0
      this.#left.set(order.id, units)
      if (units > before) this.#seen.push({ orderId: order.id, waybill: order.waybill ?? '', units: units - before })
    })
  }

  static async open(world: StockWorld, name: Shopname): Promise<ShipWorld> {
    const shop = new IntakeWorld(world, name)
    await shop.open()
    return new ShipWorld(world, shop)
  }

  /** What the buyer of an order has seen leave. */
  seen(orderId: string) {
    return this.#seen.filter((one) => one.orderId === orderId).map(({ waybill, units }) => ({ waybill, units }))
  }

  get carrier(): string {
    return carriers[this.shop.code]
  }

  get market() {
    return this.shop.sandbox.market
  }

  get channelId(): string {
    return this.shop.connection('live').channel.id
  }

  /** A paid order of so many units of each of the first listings, seen by the feed. */
  async order(...units: readonly number[]): Promise<string> {
    const lines = units.map((n, place) => ({ listingId: this.shop.rows[place]?.id ?? '', units: n }))
    const placed = this.market.place('A', { lines })
    if (!placed.placed) throw new Error('not placed')
    await this.read()
    return placed.order.id
  }

  /** The feed catches up with the shop. */
  async read(): Promise<void> {
    this.world.clock.advance(10 * 60_000)
    await this.shop.catchUp()
  }

  /** As the connector names it. */
  async lineId(orderId: string, place = 0): Promise<string> {
    return (await this.shop.booked()).get(orderId)?.lines[place]?.lineId ?? ''
  }

  parcel(more: Partial<OrderParcel> = {}): OrderParcel {
    return { carrier: this.carrier, waybill: 'SF1234567890', lines: null, ...more }
  }

  ship(
    orderId: string,
    parcels: readonly OrderParcel[] = [this.parcel()],
    { key = this.world.newKey(), desk = this.world.desk }: { key?: string; desk?: StockDesk } = {},
  ): Promise<ShipmentBooked | Refused> {
    const { limits } = this.shop.connector
    const args = { channel: this.shop.code, orderId, parcels, limits: limits.ship, location: null, shippedAtMs: null }
    return desk.do(shipOrder, args, { key, actor: 'test' })
  }

  correct(orderId: string, shipmentId: string, parcels: readonly Omit<OrderParcel, 'lines'>[] | null) {
    return this.world.do(correctShipment, { channel: this.shop.code, orderId, shipmentId, parcels })
  }

  withdraw(orderId: string, shipmentId: string, goodsLeft: boolean) {
    return this.world.do(withdrawShipment, { channel: this.shop.code, orderId, shipmentId, goodsLeft })
  }

  /** A warehouse's system says that so many units of the first line have left. */
  left(orderId: string, units: number) {
    const order = `${this.shop.code}:${orderId}`
    const at = { location: 'W1', sku: this.sku(), happenedAtMs: this.world.nowMs }
    return this.world.tell({ kind: 'shipment', document: this.world.newKey(), order, units, ...at })
  }

  lease(holder = 'test'): Promise<Lease | undefined> {
    return takeDueTask(this.world.em, { task: 'ship', holder, now: this.world.clock.now(), leaseMs: LEASE_MS })
  }

  /** One turn of a worker, where one is due. A turn that ends badly leaves its lease behind, as a worker that was killed does. */
  async tell({
    lease,
    signal = new AbortController().signal,
    state = 'live',
    before,
    after,
  }: TellOptions = {}): Promise<boolean> {
    const { clock, em } = this.world
    const held = lease ?? (await this.lease())
    if (!held) return false
    const connection = this.shop.connection(state)
    const connector: ChannelConnector = {
      ...connection.connector,
      async ship(shipment, held) {
        await before?.()
        const answer = await connection.connector.ship(shipment, held)
        await after?.()
        return answer
      },
    }
    const dueAt = await tellShipments({ connection: { ...connection, connector }, em, lease: held, clock, signal })
    await endTask(em, held, { now: clock.now(), dueAt, problem: null })
    return true
  }

  /** Turns, with time going on between them, until every shipment is settled one way or the other. */
  async settle(orderId: string): Promise<readonly OrderShipment[]> {
    for (let turn = 0; turn < 60; turn += 1) {
      const shipments = await this.shipments(orderId)
      if (shipments.every(({ state }) => state !== 'waiting')) return shipments
      this.world.clock.advance(31_000)
      await this.tell().catch(() => undefined)
    }
    throw new Error(`order ${orderId} is never settled`)
  }

  shipments(orderId: string): Promise<readonly OrderShipment[]> {
    return readShipments(this.world.em, [{ channelId: this.channelId, orderId }], { lock: false })
  }

  /** The SKU that the first listing (or another one) sells. */
  sku(place = 0): string {
    return this.shop.skuOf(this.shop.rows[place])
  }

  async balance(place = 0) {
    return this.world.balance(this.sku(place))
  }
}
