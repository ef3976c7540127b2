import { listingKey } from '../channels/listing.ts'
import type { ChannelOrder, OrderLine, Presale, Region } from '../channels/order.ts'
import { cancelRestores } from '../channels/cancel-restores.ts'
import type { StockSemantics } from '../channels/semantics.ts'
import type { ToldLine, ToldOrder, ToldPresale, ToldRegion } from '../domain/channel-order.ts'

export type LineSemantics = Pick<StockSemantics, 'takesAt' | 'cancelRestores'>

const CAMPAIGNS_MAX = 20

/** Where nothing is known of a listing, every doubt goes towards more exposure. */
export const unknownListing: LineSemantics = { takesAt: 'unknown', cancelRestores: 'unknown' }

/** A connector's order as the pool books it. `semanticsOf` says what is known of a listing, by its key. */
export function toToldOrder(order: ChannelOrder, semanticsOf: (listing: string) => LineSemantics): ToldOrder {
  return {
    orderId: order.orderId,
    parentId: order.parentId,
    leaf: order.leaf,
    state: order.state,
    createdAtMs: order.createdAt.getTime(),
    paidAtMs: msOf(order.paidAt),
    shippedAtMs: msOf(order.shippedAt),
    cancelledAtMs: msOf(order.cancelledAt),
    modifiedAtMs: order.modifiedAt.getTime(),
    shipByMs: msOf(order.shipBy),
    shippingHold: order.shippingHold,
    presale: toPresale(order.presale),
    region: toRegion(order.region),
    lines: order.lines.map((line) => toToldLine(line, semanticsOf(listingKey(line.listing)))),
  }
}

function toToldLine(line: OrderLine, semantics: LineSemantics): ToldLine {
  return {
    lineId: line.lineId,
    listing: listingKey(line.listing),
    merchantCode: line.merchantCode,
    units: line.units,
    state: line.state,
    shippedUnits: line.shippedUnits,
    refund: line.refund,
    takesAt: (line.takesAt ?? semantics.takesAt) === 'payment' ? 'payment' : 'order',
    restores: cancelRestores(line, semantics) !== false,
    gift: line.gift,
    oversold: line.oversold,
    campaigns: [...new Set(line.campaigns)].toSorted().slice(0, CAMPAIGNS_MAX),
  }
}

function toPresale(presale: Presale | null): ToldPresale | null {
  return presale && { kind: presale.kind, step: presale.step, promisedAtMs: msOf(presale.promisedAt) }
}

function toRegion({ province, city, district }: Region): ToldRegion {
  return { province: regionName(province), city: regionName(city), district: regionName(district) }
}

/** A code, or the name of a region. Anything longer, or a name with digits in it, may be part of an address. */
function regionName(text: string | null): string | null {
  const trimmed = text?.trim() ?? ''
  return /^(\d{1,12}|[^\d\s]{1,20})$/u.test(trimmed) ? trimmed : null
}

function msOf(date: Date | null): number | null {
  return date === null ? null : date.getTime()
}
