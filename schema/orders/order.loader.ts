import DataLoader from 'dataloader'
import { orderKey } from '../../src/domain/channel-order.ts'
import type { OrderDesk } from '../../src/gateway/order-desk.ts'
import type { ListedOrder } from '../../src/orders/list-orders.ts'
import type { OrderEvent } from '../../src/orders/read-order-parts.ts'
import type { OrderId } from '../../src/stock/sql/orders.ts'
import { loaderOf } from '../loader-of.ts'

const page = { maxBatchSize: 500 }
const byOrder = { ...page, cacheKeyFn: orderKey }

export function ordersById(desk: OrderDesk) {
  const load = async (ids: readonly OrderId[]): Promise<(ListedOrder | undefined)[]> => {
    const found = new Map((await desk.orders(ids)).map((order) => [orderKey(order), order]))
    return ids.map((id) => found.get(orderKey(id)))
  }
  return new DataLoader<OrderId, ListedOrder | undefined, string>(load, byOrder)
}

export function childrenOf(desk: OrderDesk) {
  const load = async (ids: readonly OrderId[]): Promise<(readonly ListedOrder[])[]> => {
    const children = Map.groupBy(await desk.children(ids), ({ channelId, parentId }) =>
      orderKey({ channelId, orderId: parentId ?? '' }),
    )
    return ids.map((id) => children.get(orderKey(id)) ?? [])
  }
  return new DataLoader<OrderId, readonly ListedOrder[], string>(load, byOrder)
}

export function histories(desk: OrderDesk) {
  const load = async (ids: readonly OrderId[]): Promise<(readonly OrderEvent[])[]> => {
    const found = await desk.histories(ids)
    return ids.map((id) => found.get(orderKey(id)) ?? [])
  }
  return new DataLoader<OrderId, readonly OrderEvent[], string>(load, byOrder)
}

export function components(desk: OrderDesk) {
  return loaderOf((ids: readonly string[]) => desk.components(ids), page)
}

export function listingsById(desk: OrderDesk) {
  return loaderOf((ids: readonly string[]) => desk.listings(ids), page)
}

export function holdsByReference(desk: OrderDesk) {
  return loaderOf((references: readonly string[]) => desk.holds(references), page)
}

export function freshness(desk: OrderDesk) {
  return loaderOf((ids: readonly string[]) => desk.freshness(ids), page)
}

export function reconciliations(desk: OrderDesk) {
  return loaderOf((ids: readonly string[]) => desk.reconciliations(ids), page)
}

export function ordersAside(desk: OrderDesk) {
  return loaderOf((ids: readonly string[]) => desk.aside(ids), page)
}

export function feeds(desk: OrderDesk) {
  return loaderOf((ids: readonly string[]) => desk.feeds(ids), page)
}
