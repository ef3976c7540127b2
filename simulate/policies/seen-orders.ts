import { walkList } from '../../src/intake/walk-list.ts'
import type { ChannelOrder } from '../../src/channels/order.ts'
import type { ShopFront } from '../world/shop-front.ts'
import type { SimClock } from '../world/sim-clock.ts'

/** The orders of a shop as its lists have shown them so far, read by the same connector and the same walk as the product's. */
export class SeenOrders {
  readonly #front: ShopFront
  readonly #clock: SimClock
  readonly #startedAt: Date
  readonly #through = new Map<string, Date>()
  readonly #orders = new Map<string, ChannelOrder>()

  constructor(front: ShopFront, clock: SimClock) {
    this.#front = front
    this.#clock = clock
    this.#startedAt = new Date(clock.now().getTime() - 1_000)
  }

  async poll(signal: AbortSignal): Promise<void> {
    const { connector } = this.#front
    for (const declared of connector.orderLists) {
      await walkList({
        connector,
        clock: this.#clock,
        list: { ...declared, futureEnd: 'accepted' },
        through: this.#through.get(declared.id) ?? this.#startedAt,
        doubtMs: 1_000,
        signal,
        onPage: async (orders) => orders.forEach((order) => this.#see(order)),
        onWindow: async (through) => void this.#through.set(declared.id, through),
      })
    }
  }

  async reread(orderId: string, signal: AbortSignal): Promise<void> {
    const order = await this.#front.connector.rereadOrder(orderId, signal)
    if (order) this.#see(order)
  }

  /** Units of orders that were not called off. */
  get units(): number {
    const live = [...this.#orders.values()].filter(({ state }) => state !== 'cancelled')
    return live.flatMap(({ lines }) => lines).reduce((sum, { units, state }) => sum + (state === 'cancelled' ? 0 : units), 0)
  }

  #see(order: ChannelOrder): void {
    const known = this.#orders.get(order.orderId)
    if (!known || known.modifiedAt <= order.modifiedAt) this.#orders.set(order.orderId, order)
  }
}
