import type { OrderList } from '../../src/channels/feed.ts'
import type { ChannelOrder } from '../../src/channels/order.ts'
import type { ContractBench } from './contract-fixture.ts'

/** What an intake would have booked: the newest version of each order, as a state that only moves forward. */
export class Booked {
  readonly orders = new Map<string, ChannelOrder>()

  add(order: ChannelOrder): void {
    const before = this.orders.get(order.orderId)
    if (!before || before.modifiedAt <= order.modifiedAt) this.orders.set(order.orderId, order)
  }
}

/** Walks one list from `from` as the design asks: closed windows well in the past, then a tail. Gives the watermark proved. */
export async function walk(
  { connector, clock, sandbox, signal }: ContractBench,
  { list, from, booked, meanwhile }: { list: OrderList; from: Date; booked: Booked; meanwhile: () => void },
): Promise<Date> {
  const lagMs = Math.max(list.lagMs, sandbox.world.feedLagMs) + 2_000
  let done = from
  for (let round = 0; round < 100; round += 1) {
    const settled = new Date(connector.platformTime(clock.now()).getTime() - lagMs)
    const to = new Date(Math.min(settled.getTime(), done.getTime() + list.maxWindowMs))
    if (to > done) {
      for await (const page of connector.pullOrders({ list: list.id, from: done, to }, signal)) {
        for (const order of page.orders) booked.add(order)
        meanwhile()
      }
      done = to
    }
    if (to < settled) continue
    if (list.futureEnd !== 'accepted') return done
    const tail = await connector.pullTail({ list: list.id, from: done }, signal)
    for (const order of tail.orders) booked.add(order)
    if (tail.complete) return new Date(tail.askedAt.getTime() - lagMs)
    clock.advance(lagMs)
  }
  throw new Error('the walk did not come to an end')
}
