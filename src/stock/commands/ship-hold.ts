import { hasExpired, orderRef, type Hold, type HoldLine } from '../../domain/hold.ts'
import { checkInstant, checkText, firstRefusal } from '../check-args.ts'
import type { Book } from '../engine/book.ts'
import type { LocationName, Names } from '../engine/names.ts'
import type { Operation, Touches } from '../engine/operation.ts'
import { unknownLocation } from '../unknown.ts'
import { findHold, touchesHold, type OnHold } from '../find-hold.ts'
import { liveInstant, touchesGoods } from '../move-goods.ts'
import { touchesAcknowledged } from '../restate-counts.ts'
import { touchesDepartures } from '../touches-departures.ts'
import { figureKey } from '../figure-key.ts'
import { recordShipped } from '../record-shipped.ts'
import { refused, type Refused } from '../refusal.ts'
import { checkSelection, selectParts, type LineUnits } from '../select-parts.ts'

export interface ShipHold extends OnHold {
  /** Null: everything not yet shipped through this command. */
  readonly lines: readonly LineUnits[] | null
  /** Where the goods left; null: the hold's location, else the pool's default one. */
  readonly location: string | null
  readonly shippedAtMs: number | null
}

export interface Shipped {
  readonly kind: 'shipped'
  readonly holdId: string
  /** Units this command took off the stock: fewer than named where another source had told of them already. */
  readonly units: number
}

/** Each of our own shipments is a telling of its own: `onepool/1/3`, up to three units of line 1 in all. */
export const OURS = 'onepool/'

/** The goods of a paid hold have left: they are consumed once, whoever else reports the same shipment. */
export const shipHold: Operation<ShipHold, Shipped> = {
  name: 'ship',
  check: (args) =>
    firstRefusal(checkSelection(args.lines), checkText(args.location, 'location'), checkInstant(args.shippedAtMs, 'shippedAt')),
  mentions: ({ holdId, location }) => ({
    holds: [holdId],
    locations: location === null ? [] : [location],
    shipments: [holdId],
  }),
  touches: touchesShipment,

  decide(book, args, scene) {
    const found = findHold(book, args)
    if (found.kind === 'refused') return found
    const { hold } = found
    const no = refuseShipping(hold, scene.nowMs)
    if (no) return no
    const parts = selectParts(hold.lines, args.lines, (line) => line.units - line.released - ours(book, hold, line))
    if ('kind' in parts) return parts
    const moving = parts.filter(({ units }) => units > 0)
    const places = moving.map(({ line }) => locationFor(line, args.location, scene.names))
    const unplaced = places.find((place) => 'kind' in place)
    if (unplaced && 'kind' in unplaced) return unplaced

    let units = 0
    for (const [n, { line, units: more }] of moving.entries()) {
      const location = places[n]
      if (!location || 'kind' in location) continue
      const place = { location, skuId: line.skuId, condition: 'sellable' as const, nowMs: scene.nowMs }
      const happenedAtMs = args.shippedAtMs === null ? liveInstant(book, place) : Math.min(args.shippedAtMs, scene.nowMs)
      const inAll = ours(book, hold, line) + more
      const figure = { line: line.line, units: inAll, locationId: location.id, happenedAtMs }
      const toldBy = `${OURS}${line.line}/${inAll}`
      units += recordShipped(book, { orderRef: orderRef(hold), skuId: line.skuId, toldBy, figure }, scene)
    }
    return { kind: 'shipped', holdId: hold.id, units }
  },
}

function refuseShipping(hold: Hold, nowMs: number): Refused | undefined {
  if (hold.state === 'released') return refused('HOLD_CLOSED', `hold ${hold.id} was released`, { field: 'holdId' })
  if (hasExpired(hold, nowMs)) return refused('HOLD_EXPIRED', `hold ${hold.id} has expired; commit it first`, { field: 'holdId' })
  if (hold.state === 'held') return refused('HOLD_NOT_COMMITTED', `hold ${hold.id} is not committed yet`, { field: 'holdId' })
  return undefined
}

/** Units of a line that our own shipments have told of. */
export function ours(book: Book, hold: Hold, line: HoldLine): number {
  const told = book.figures.get(figureKey({ orderRef: orderRef(hold), skuId: line.skuId })) ?? new Map()
  const own = [...told].filter(([toldBy, figure]) => toldBy.startsWith(OURS) && figure.line === line.line)
  return Math.max(0, ...own.map(([, figure]) => figure.units))
}

/** Where the goods of a line left: as told, else where they were held, else the pool's default one. */
export function locationFor(line: HoldLine, code: string | null, names: Names): LocationName | Refused {
  if (code !== null) return names.location(code) ?? unknownLocation(code, 'location')
  const own = line.locationId === null ? names.locationOfPool(line.poolId) : names.locationById(line.locationId)
  return (
    own ?? refused('LOCATION_REQUIRED', 'name the location the goods left: the pool has no default one', { field: 'location' })
  )
}

/** The rows a shipment of the whole hold may change. */
export function touchesShipment(args: ShipHold, names: Names): Touches {
  const hold = names.hold(args.holdId)
  if (!hold) return { balances: [] }
  const held = touchesHold(args, names)
  const goods = hold.lines.map((line) => {
    const place = locationFor(line, args.location, names)
    return touchesGoods('kind' in place ? undefined : place, {
      skuId: line.skuId,
      condition: 'sellable',
      sinceMs: args.shippedAtMs,
    })
  })
  const before = touchesDepartures(orderRef(hold), names)
  const acknowledged = touchesAcknowledged(hold.id, names)
  return {
    balances: [...held.balances, ...before.balances, ...acknowledged.balances, ...goods.flatMap(({ balances }) => balances)],
    stocks: [...(held.stocks ?? []), ...before.stocks, ...(acknowledged.stocks ?? []), ...goods.flatMap(({ stocks }) => stocks)],
    figures: [orderRef(hold)],
    creates: true,
  }
}
