import { ChannelError } from '../channels/errors.ts'
import type { ChannelOrder } from '../channels/order.ts'
import type { ShopConnection } from '../channels/shop-connections.ts'

const CALLS_AT_ONCE = 8

/** How these orders stand now, by their numbers: as many at a time as is good for the platform, whose pace each call waits for. */
export async function rereadOrders(
  { connector }: Pick<ShopConnection, 'connector'>,
  orderIds: readonly string[],
  signal: AbortSignal,
): Promise<readonly ChannelOrder[]> {
  const left = [...orderIds]
  const orders: ChannelOrder[] = []
  const lane = async (): Promise<void> => {
    for (let id = left.shift(); id !== undefined; id = left.shift()) {
      const order = await rereadOne(connector, id, signal)
      if (order) orders.push(order)
    }
  }
  await Promise.all(Array.from({ length: Math.min(CALLS_AT_ONCE, left.length) }, lane))
  return orders
}

/** What a push hints at need not exist, or not yet, or be of another shop: the lists show what does. */
async function rereadOne(
  connector: ShopConnection['connector'],
  orderId: string,
  signal: AbortSignal,
): Promise<ChannelOrder | null> {
  try {
    return await connector.rereadOrder(orderId, signal)
  } catch (error) {
    const isOfTheOrder =
      error instanceof ChannelError && ['not found', 'malformed', 'foreign shop', 'rejected'].includes(error.fault)
    if (isOfTheOrder) return null
    throw error
  }
}
