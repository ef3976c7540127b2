import { ChannelError } from '../../src/channels/errors.ts'
import type { ChannelOrder, OrderLine, OrderState } from '../../src/channels/order.ts'
import type { ItemWire, OrderWire } from './wire-order.ts'

/** What each state means for the units. Source: open.jd.com, API 2388; the states of other kinds of sellers are not asked for. */
const states: Readonly<Record<string, OrderState>> = {
  WAIT_SELLER_STOCK_OUT: 'paid',
  POP_ORDER_PAUSE: 'paid',
  PAUSE: 'paid',
  LOCKED: 'paid',
  WAIT_SELLER_DELIVERY: 'paid',
  WAIT_GOODS_RECEIVE_CONFIRM: 'shipped',
  FINISHED_L: 'closed',
  TRADE_CANCELED: 'cancelled',
}

const holds: Readonly<Record<string, string>> = {
  LOCKED: 'the buyer asked to cancel',
  POP_ORDER_PAUSE: 'paused by the platform',
  PAUSE: 'paused by the platform',
}

/**
 * An order as the product knows orders; of the buyer only the region and JD's opaque receiver key. An order that was split is
 * not marked as such: it vanishes or comes back cancelled, so whatever comes is a leaf. Throws `malformed` for an unknown state.
 */
export function toOrder(wire: OrderWire): ChannelOrder {
  const state = stateOf(wire)
  const parentId = wire.directParentOrderId ?? wire.parentOrderId
  const region = wire.consigneeInfo
  return {
    orderId: wire.orderId,
    parentId: parentId === wire.orderId ? null : parentId,
    leaf: true,
    state,
    createdAt: wire.orderStartTime,
    paidAt: wire.paymentConfirmTime,
    shippedAt: wire.outBoundDate,
    modifiedAt: wire.modified,
    cancelledAt: state === 'cancelled' ? wire.orderEndTime : null,
    shipBy: null,
    shippingHold: holds[wire.orderState] ?? null,
    presale: null,
    region: { province: region?.province ?? null, city: region?.city ?? null, district: region?.county ?? null },
    mergeKey: region?.oaid ?? null,
    lines: toLines(wire, state),
  }
}

function stateOf(wire: OrderWire): OrderState {
  const state = states[wire.orderState]
  if (state === undefined)
    throw new ChannelError('jd', 'malformed', `an order state nobody documented: ${wire.orderState.slice(0, 40)}`)
  const left = wire.outBoundDate !== null || wire.waybill !== null || wire.logisticsId !== null
  return state === 'cancelled' && left ? 'closed' : state
}

/**
 * One line per SKU and warehouse: JD names a row by nothing that all its methods give, and the order's state is that of every
 * row, so rows of the same goods add up.
 */
function toLines(wire: OrderWire, state: OrderState): OrderLine[] {
  const rows = Map.groupBy(wire.itemInfoList, lineIdOf)
  return [...rows].flatMap(([lineId, items]) => {
    const [item] = items
    if (!item) return []
    const units = items.reduce((sum, { itemTotal }) => sum + itemTotal, 0)
    const gone = state === 'shipped' || state === 'closed'
    return [
      {
        ...unsaid,
        lineId,
        listing: { itemId: item.wareId ?? '', skuId: item.skuId, warehouseId: item.newStoreId },
        merchantCode: item.outerSkuId,
        units,
        state,
        shippedUnits: gone ? units : 0,
        shippedAt: gone ? wire.outBoundDate : null,
        gift: items.every(({ jdPrice }) => jdPrice !== null && Number(jdPrice) === 0),
      },
    ]
  })
}

export function lineIdOf({ skuId, newStoreId }: Pick<ItemWire, 'skuId' | 'newStoreId'>): string {
  return newStoreId === null ? skuId : `${skuId}@${newStoreId}`
}

/** What JD's orders do not tell of a line: it takes at order by its documents, and activities leave no readable mark. */
export const unsaid = {
  takesAt: null,
  cancelRestores: null,
  refund: 'none',
  oversold: false,
  campaigns: [],
  components: [],
} as const satisfies Partial<OrderLine>
