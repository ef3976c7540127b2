import DataLoader from 'dataloader'
import { orderKey } from '../../src/domain/channel-order.ts'
import type { OrderShipment } from '../../src/domain/order-shipment.ts'
import type { ShippingDesk } from '../../src/gateway/shipping-desk.ts'
import type { OrderId } from '../../src/stock/sql/orders.ts'

export function shipmentsOf(desk: ShippingDesk) {
  const load = async (ids: readonly OrderId[]): Promise<(readonly OrderShipment[])[]> => {
    const found = Map.groupBy(await desk.shipmentsOf(ids), orderKey)
    return ids.map((id) => found.get(orderKey(id)) ?? [])
  }
  return new DataLoader<OrderId, readonly OrderShipment[], string>(load, { maxBatchSize: 500, cacheKeyFn: orderKey })
}
