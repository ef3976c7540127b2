import DataLoader from 'dataloader'
import { orderKey } from '../../src/domain/channel-order.ts'
import type { ManualOrder } from '../../src/domain/manual-order.ts'
import type { OrderCareDesk } from '../../src/gateway/order-care-desk.ts'
import type { RefundCase } from '../../src/refunds/pull-refunds.ts'
import type { OrderId } from '../../src/stock/sql/orders.ts'

const byOrder = { maxBatchSize: 500, cacheKeyFn: orderKey }

export function refundsOf(desk: OrderCareDesk) {
  const load = async (ids: readonly OrderId[]): Promise<(readonly RefundCase[])[]> => {
    const found = Map.groupBy(await desk.refundsOf(ids), orderKey)
    return ids.map((id) => found.get(orderKey(id)) ?? [])
  }
  return new DataLoader<OrderId, readonly RefundCase[], string>(load, byOrder)
}

export function manualOrdersOf(desk: OrderCareDesk) {
  const load = async (ids: readonly OrderId[]): Promise<(readonly ManualOrder[])[]> => {
    const found = Map.groupBy(await desk.manualOrdersFor(ids), ({ channelId, forOrderId }) =>
      orderKey({ channelId: channelId ?? '', orderId: forOrderId ?? '' }),
    )
    return ids.map((id) => found.get(orderKey(id)) ?? [])
  }
  return new DataLoader<OrderId, readonly ManualOrder[], string>(load, byOrder)
}
