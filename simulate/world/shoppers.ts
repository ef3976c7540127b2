import { Random } from '../../sandbox/shared/random.ts'
import type { MarketOrder } from '../../sandbox/shared/market/order.ts'
import { TICK_MS, type DemandEvent, type Scenario } from '../scenario.ts'
import type { Agenda } from './agenda.ts'
import type { ShopFront } from './shop-front.ts'

interface Shopping {
  readonly scenario: Scenario
  readonly fronts: readonly ShopFront[]
  readonly startMs: number
  readonly agenda: Agenda
  /** Told of an order that the shop's counter did not cover. */
  readonly onTurnedAway: (front: ShopFront, units: number) => void
}

/**
 * Puts the demand on the agenda: shoppers order where their shop's own counter covers it, pay or fill their group later where the scenario
 * says so, call off, and get their goods.
 */
export function sendShoppers({ scenario, fronts, startMs, agenda, onTurnedAway }: Shopping): void {
  const random = new Random(scenario.seed ^ 0x0ddba11)
  for (const event of scenario.demand) {
    const front = fronts[event.shop]
    if (!front) continue
    // Some come in the very second of a poll, most somewhere in between.
    const offsetMs = random.next() < 0.2 ? 0 : random.below(TICK_MS)
    const at = (tick: number): number => startMs + tick * TICK_MS + offsetMs
    agenda.add({
      atMs: at(event.tick),
      name: `${front.code}: an order of ${event.units}`,
      run: () => order(front, { event, at, agenda, onTurnedAway }),
    })
  }
}

interface Ordering {
  readonly event: DemandEvent
  readonly at: (tick: number) => number
  readonly agenda: Agenda
  readonly onTurnedAway: Shopping['onTurnedAway']
}

function order(front: ShopFront, { event, at, agenda, onTurnedAway }: Ordering): void {
  const { market } = front.sandbox
  const { hiddenTicks } = front.shop
  const shop = front.truth()
  const grouped = front.platform === 'pinduoduo'
  const placed = market.place(shop.id, {
    lines: [{ listingId: front.row.id, units: event.units }],
    pay: hiddenTicks === 0 || grouped,
    ungrouped: grouped && hiddenTicks > 0,
  })
  if (!placed.placed) return onTurnedAway(front, event.units)
  const { id } = placed.order
  const later = (tick: number, name: string, run: (order: MarketOrder) => void): void =>
    agenda.add({ atMs: at(tick), name: `${front.code}: order ${id} ${name}`, run: () => run(front.truth().order(id)) })
  if (hiddenTicks > 0)
    later(event.tick + hiddenTicks, grouped ? 'gets its group' : 'is paid', (now) => {
      if (now.state === 'created') market.pay(shop.id, id)
      if (now.state === 'paid' && !now.grouped) market.group(shop.id, id)
    })
  if (event.cancelTick !== null)
    later(event.cancelTick, 'is called off', ({ shippedAt }) => void (shippedAt === null && market.cancel(shop.id, id)))
  if (event.refundTick !== undefined)
    later(event.refundTick, 'is refunded', ({ shippedAt, lines }) => {
      const [line] = lines
      if (shippedAt === null || !line) return
      const refund = market.askRefund(shop.id, { orderId: id, lineId: line.id })
      market.settleRefund(shop.id, refund.id, 'done')
    })
  if (event.shipTick !== undefined)
    later(event.shipTick, 'leaves', ({ state, grouped: full }) => {
      if (state === 'paid' && full) market.ship(shop.id, { orderId: id, carrier: 'SF', waybill: `SF${id}` })
    })
}
