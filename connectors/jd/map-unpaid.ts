import { ChannelError } from '../../src/channels/errors.ts'
import type { ChannelOrder } from '../../src/channels/order.ts'
import { lineIdOf, unsaid } from './map-order.ts'
import type { UnpaidWire } from './wire-order.ts'

/** An order nobody has paid yet. Its rows name only SKUs, so the goods they belong to come from elsewhere. */
export function toUnpaidOrder(wire: UnpaidWire, wareIds: ReadonlyMap<string, string>): ChannelOrder {
  const createdAt = wire.orderCreated ?? wire.created
  if (!createdAt) throw new ChannelError('jd', 'malformed', 'an unpaid order without a time')
  const units = new Map<string, number>()
  for (const { skuId, num } of wire.itemList) units.set(skuId, (units.get(skuId) ?? 0) + num)
  return {
    orderId: wire.orderId,
    parentId: wire.parentId === wire.orderId ? null : wire.parentId,
    leaf: true,
    state: 'created',
    createdAt,
    paidAt: null,
    shippedAt: null,
    modifiedAt: wire.modified ?? createdAt,
    cancelledAt: null,
    shipBy: null,
    shippingHold: 'not paid',
    presale: null,
    region: { province: null, city: null, district: null },
    mergeKey: wire.oaid,
    lines: [...units].map(([skuId, count]) => ({
      ...unsaid,
      lineId: lineIdOf({ skuId, newStoreId: null }),
      // The warehouse is not told either: the default one is assumed, which is the only one most sellers have.
      listing: { itemId: wareIds.get(skuId) ?? '', skuId, warehouseId: null },
      merchantCode: null,
      units: count,
      state: 'created',
      shippedUnits: 0,
      shippedAt: null,
      gift: false,
    })),
  }
}
