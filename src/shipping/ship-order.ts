import { orderKey, orderReference, type KnownOrder } from '../domain/channel-order.ts'
import { packParcels, type OrderParcel, type OrderShipment, type Packed, type ShipLimits } from '../domain/order-shipment.ts'
import { checkInstant, checkLineCount, checkText, checkUnits, firstRefusal } from '../stock/check-args.ts'
import { touchesShipment } from '../stock/commands/ship-hold.ts'
import type { Book } from '../stock/engine/book.ts'
import type { Mentions, Operation, Scene, Touches } from '../stock/engine/operation.ts'
import type { Names } from '../stock/engine/names.ts'
import { refused, type Refused } from '../stock/refusal.ts'
import { consumeShipment } from './consume-shipment.ts'

export interface OfOrder {
  /** The channel's code. */
  readonly channel: string
  readonly orderId: string
}

export interface ShipOrder extends OfOrder {
  readonly parcels: readonly OrderParcel[]
  /** What the order's platform can be told. */
  readonly limits: ShipLimits
  /** Where the goods left; null: the hold's location, else the pool's default one. */
  readonly location: string | null
  /** Null: now. */
  readonly shippedAtMs: number | null
}

export interface ShipmentBooked {
  readonly kind: 'shipmentBooked'
  readonly shipmentId: string
  /** Units taken off the stock: fewer than are inside where another source had told of them already. */
  readonly units: number
}

const PARCELS_MAX = 100
const LINES_MAX = 500

/**
 * Parcels of an order have left: their goods are consumed once, whoever else reports them (R7), and in the same transaction it
 * is written down that the shop has to be told.
 */
export const shipOrder: Operation<ShipOrder, ShipmentBooked> = {
  name: 'ship_order',
  check: checkShipOrder,
  mentions: (args) => ({ ...mentionsOfShipments(args), locations: args.location === null ? [] : [args.location] }),
  touches: touchesShipmentOf,

  decide(book, args, scene) {
    const found = findOrder(book, args, scene)
    if ('kind' in found) return found
    const { order } = found
    const no = refuseState(order)
    if (no) return no
    const { parcels, limits } = args
    const packed = packParcels(order, { parcels, limits, shipments: shipmentsOf(book, order) })
    if (packed.kind === 'unfit') return refuseUnfit(packed, order)
    const id = scene.newHoldId()
    const shippedAtMs = Math.min(args.shippedAtMs ?? scene.nowMs, scene.nowMs)
    const reference = orderReference(args.channel, order.orderId)
    const units = consumeShipment(
      book,
      { id, reference, order, lines: packed.lines, location: args.location, at: args.shippedAtMs },
      scene,
    )
    if (typeof units !== 'number') return units
    book.shipments.set(id, newShipment({ id, order, packed, shippedAtMs }, scene))
    return { kind: 'shipmentBooked', shipmentId: id, units }
  },
}

interface Begun {
  readonly id: string
  readonly order: KnownOrder
  readonly packed: Packed & { readonly kind: 'packed' }
  readonly shippedAtMs: number
}

function newShipment({ id, order, packed, shippedAtMs }: Begun, { nowMs, actor }: Scene): OrderShipment {
  return {
    id,
    channelId: order.channelId,
    orderId: order.orderId,
    revision: 1,
    state: 'waiting',
    parcels: packed.parcels,
    lines: packed.lines,
    outcome: null,
    problem: null,
    message: null,
    failures: 0,
    dueAtMs: nowMs,
    shippedAtMs,
    createdAtMs: nowMs,
    settledAtMs: null,
    actor,
    inDoubt: false,
  }
}

/** What a command about shipments of one order looks up and locks. */
export function mentionsOfShipments({ channel, orderId }: OfOrder): Mentions {
  const reference = orderReference(channel, orderId)
  return {
    channels: [channel],
    references: [reference],
    shipments: [reference],
    orders: [{ channel, orderId, listings: [] }],
    parcels: [{ channel, orderId }],
  }
}

export function touchesShipmentOf(
  { channel, orderId, location, shippedAtMs }: OfOrder & Pick<ShipOrder, 'location' | 'shippedAtMs'>,
  names: Names,
): Touches {
  const reference = orderReference(channel, orderId)
  const hold = names.holdByReference(reference)
  if (!hold) return { balances: [], figures: [reference] }
  return touchesShipment({ holdId: hold.id, lines: null, location, shippedAtMs }, names)
}

export function findOrder(book: Book, { channel, orderId }: OfOrder, { names }: Scene): { readonly order: KnownOrder } | Refused {
  const channelId = names.channelId(channel)
  if (channelId === undefined) return refused('UNKNOWN_CHANNEL', `no channel ${channel}`, { field: 'channel' })
  const order = book.orders.get(orderKey({ channelId, orderId }))
  return order
    ? { order }
    : refused('UNKNOWN_ORDER', `no order ${orderId} of channel ${channel} has been seen`, { field: 'order' })
}

export function shipmentsOf(book: Book, { channelId, orderId }: KnownOrder): readonly OrderShipment[] {
  return [...book.shipments.all().values()].filter((one) => one.channelId === channelId && one.orderId === orderId)
}

function refuseState({ orderId, state, leaf, shippingHold }: KnownOrder): Refused | undefined {
  const no = (why: string) => refused('ORDER_STATE', `order ${orderId} ${why}`, { field: 'order' })
  if (!leaf) return no('was split: ship the orders it became')
  if (state === 'created') return no('is not paid')
  if (state === 'cancelled') return no('was cancelled: stop the parcel')
  if (state === 'paid' && shippingHold !== null) return no(`must not be shipped now, its shop says: ${shippingHold}`)
  return undefined
}

function refuseUnfit({ why, at }: Packed & { readonly kind: 'unfit' }, { orderId }: KnownOrder): Refused {
  switch (why) {
    case 'nothing':
      return refused('NOTHING_TO_SHIP', `nothing of order ${orderId} is left to ship`, { field: 'parcels' })
    case 'line':
      return refused('UNKNOWN_LINE', `order ${orderId} has no such line`, { field: `parcels.${at}.lines` })
    case 'units':
      return refused('EXCEEDS_OUTSTANDING', `more units than are left of a line of order ${orderId}`, {
        field: `parcels.${at}.lines`,
      })
    case 'parts':
      return refused('PARTS_NOT_ALLOWED', `this shop ships whole orders: ship all that is left of ${orderId} together`, {
        field: 'parcels',
      })
    case 'parcels':
      return refused('INVALID', `this shop takes at most ${at} parcels in one shipment`, { field: 'parcels' })
  }
}

function checkShipOrder({ channel, orderId, parcels, location, shippedAtMs }: ShipOrder): Refused | undefined {
  return firstRefusal(
    checkText(channel, 'channel'),
    checkText(orderId, 'order'),
    checkText(location, 'location'),
    checkInstant(shippedAtMs, 'shippedAt'),
    checkLineCount(parcels.length, PARCELS_MAX, 'parcels'),
    ...parcels.flatMap(({ carrier, waybill, lines }, n) => [
      checkText(carrier, `parcels.${n}.carrier`, 100),
      checkWaybill(waybill, `parcels.${n}.waybill`),
      lines === null ? undefined : checkLineCount(lines.length, LINES_MAX, `parcels.${n}.lines`),
      ...(lines ?? []).flatMap(({ lineId, units }, l) => [
        checkText(lineId, `parcels.${n}.lines.${l}.line`),
        checkUnits(units, `parcels.${n}.lines.${l}.units`),
      ]),
    ]),
  )
}

/** A waybill is a number on a parcel: anything else in it would only be refused later, by the shop. */
export function checkWaybill(waybill: string, field: string): Refused | undefined {
  if (/^[A-Za-z0-9-]{4,50}$/.test(waybill)) return undefined
  return refused('INVALID', `${field} must be 4 to 50 letters, digits and hyphens`, { field })
}
