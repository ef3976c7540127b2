import { orderReference } from '../domain/channel-order.ts'
import type { OrderShipment } from '../domain/order-shipment.ts'
import { checkText, firstRefusal } from '../stock/check-args.ts'
import type { Book } from '../stock/engine/book.ts'
import type { Operation } from '../stock/engine/operation.ts'
import { refused, type Refused } from '../stock/refusal.ts'
import { leftByOthers, takeBackShipment } from './consume-shipment.ts'
import { checkWaybill, findOrder, mentionsOfShipments, touchesShipmentOf, type OfOrder } from './ship-order.ts'

interface OfShipment extends OfOrder {
  readonly shipmentId: string
}

export interface CorrectShipment extends OfShipment {
  /** Instead of the carriers and waybills it had, parcel by parcel; null: sent again as it is. */
  readonly parcels: readonly { readonly carrier: string; readonly waybill: string }[] | null
}

export interface ShipmentChanged {
  readonly kind: 'shipmentChanged'
  readonly shipmentId: string
}

/** Has a shop told once more of a shipment it refused, with other carriers or waybills where they were wrong. */
export const correctShipment: Operation<CorrectShipment, ShipmentChanged> = {
  name: 'correct_shipment',
  check: ({ channel, orderId, parcels }) =>
    firstRefusal(
      checkText(channel, 'channel'),
      checkText(orderId, 'order'),
      ...(parcels ?? []).flatMap(({ carrier, waybill }, n) => [
        checkText(carrier, `parcels.${n}.carrier`, 100),
        checkWaybill(waybill, `parcels.${n}.waybill`),
      ]),
    ),
  mentions: mentionsOfShipments,
  touches: () => ({ balances: [] }),

  decide(book, args, scene) {
    const shipment = changeable(book, args)
    if ('kind' in shipment) return shipment
    const { parcels } = args
    if (parcels && parcels.length !== shipment.parcels.length) {
      return refused('INVALID', `the shipment has ${shipment.parcels.length} parcels: name as many`, { field: 'parcels' })
    }
    const told = shipment.parcels.map((parcel, n) => ({ ...parcel, ...parcels?.[n] }))
    const again = {
      state: 'waiting',
      problem: null,
      message: null,
      failures: 0,
      dueAtMs: scene.nowMs,
      settledAtMs: null,
    } as const
    book.shipments.set(shipment.id, { ...shipment, ...again, parcels: told, revision: shipment.revision + 1 })
    return { kind: 'shipmentChanged', shipmentId: shipment.id }
  },
}

export interface WithdrawShipment extends OfShipment {
  /** Whether the goods have left all the same; else they are back in stock. */
  readonly goodsLeft: boolean
}

/** The shop shall not be told of a shipment (any more). */
export const withdrawShipment: Operation<WithdrawShipment, ShipmentChanged> = {
  name: 'withdraw_shipment',
  check: ({ channel, orderId }) => firstRefusal(checkText(channel, 'channel'), checkText(orderId, 'order')),
  mentions: mentionsOfShipments,
  touches: ({ channel, orderId }, names) => touchesShipmentOf({ channel, orderId, location: null, shippedAtMs: null }, names),

  decide(book, args, scene) {
    const found = findOrder(book, args, scene)
    if ('kind' in found) return found
    const shipment = changeable(book, args)
    if ('kind' in shipment) return shipment
    const reference = orderReference(args.channel, args.orderId)
    const gone = { reference, order: found.order, shipment }
    if (!args.goodsLeft && leftByOthers(book, gone)) {
      const message = 'a document, or the shop, says that goods inside have left: correct that first, or say that they left'
      return refused('GOODS_LEFT', message, { field: 'goodsLeft' })
    }
    if (!args.goodsLeft) takeBackShipment(book, gone, scene)
    if (!args.goodsLeft) lowerLater(book, shipment)
    const over = { state: 'withdrawn', problem: null, dueAtMs: null, settledAtMs: scene.nowMs } as const
    book.shipments.set(shipment.id, { ...shipment, ...over, revision: shipment.revision + 1 })
    return { kind: 'shipmentChanged', shipmentId: shipment.id }
  },
}

/** What later shipments of the same lines say had left before them did not. */
function lowerLater(book: Book, gone: OrderShipment): void {
  for (const other of book.shipments.all().values()) {
    if (other.channelId !== gone.channelId || other.orderId !== gone.orderId || other.id === gone.id) continue
    const lines = other.lines.map((line) => {
      const mine = gone.lines.find((part) => part.line === line.line && part.before < line.before)
      return mine ? { ...line, before: line.before - mine.units } : line
    })
    book.shipments.set(other.id, { ...other, lines })
  }
}

/** A shipment whose shop may have been told by a try that nobody has an answer of is left alone until that is known. */
function changeable(book: Book, { shipmentId }: OfShipment): OrderShipment | Refused {
  const shipment = book.shipments.get(shipmentId)
  if (!shipment) return refused('UNKNOWN_SHIPMENT', `no shipment ${shipmentId}`, { field: 'shipment' })
  if (shipment.state === 'told') {
    return refused('SHIPMENT_STATE', 'the shop knows of this shipment already', { field: 'shipment' })
  }
  if (shipment.state === 'withdrawn') {
    return refused('SHIPMENT_STATE', 'the shipment was withdrawn: ship the order again', { field: 'shipment' })
  }
  if (shipment.state === 'waiting' && shipment.inDoubt) {
    const message = 'it is not known yet whether the shop took the last try: the order is read again first'
    return refused('SHIPMENT_IN_DOUBT', message, { field: 'shipment' })
  }
  return shipment
}
