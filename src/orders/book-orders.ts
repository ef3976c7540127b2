import { orderKey, orderReference, type KnownLine, type ToldOrder } from '../domain/channel-order.ts'
import type { SkuId } from '../domain/ids.ts'
import { leftUnits } from '../domain/line-claim.ts'
import type { Lease } from '../jobs/channel-task.ts'
import { leaseGuard } from '../jobs/lease-guard.ts'
import type { Em } from '../db/orm.ts'
import { firstRefusal, checkInstant, checkLineCount, checkText, checkUnits } from '../stock/check-args.ts'
import { touchesHold } from '../stock/find-hold.ts'
import { touchesGoods } from '../stock/move-goods.ts'
import { touchesAcknowledged } from '../stock/restate-counts.ts'
import { touchesDepartures } from '../stock/touches-departures.ts'
import { refused, type Refused } from '../stock/refusal.ts'
import type { Names } from '../stock/engine/names.ts'
import type { Operation, Touches } from '../stock/engine/operation.ts'
import { settlePresale } from '../stock/presale/settle-presale.ts'
import { bookOrder } from './book-order.ts'
import { presaleGoods } from './presale-goods.ts'

/** Orders of one shop as its platform tells them: one page is one transaction. */
export interface BookOrders {
  /** The channel's code. */
  readonly channel: string
  /** Where listings without a quota take their units from; null: the merchant's first pool. */
  readonly pool: string | null
  /** What had left before this instant is not of the stock we know: when the shop was connected. Milliseconds since 1970. */
  readonly sinceMs: number
  /** Under which the shop was read: once it has gone, nothing is booked. Null for orders a person tells. */
  readonly lease: Lease | null
  /** What else has to hold in the transaction that books it. */
  readonly guard?: (tx: Em) => Promise<void>
  readonly orders: readonly ToldOrder[]
}

export interface OrdersBooked {
  readonly kind: 'booked'
  /** Orders that were new or came further. */
  readonly changed: number
  /** Keys of listings that nobody has mapped yet: their lines are kept and wait. */
  readonly unmapped: readonly string[]
}

const ORDERS_MAX = 200
/** More than any cart takes: what has more is no order. */
const LINES_MAX = 5_000

/**
 * Books what a shop has sold, called off and shipped. Facts: never refused for stock, in any order, any number of times (I13).
 */
export const bookOrders: Operation<BookOrders, OrdersBooked> = {
  name: 'orders',
  knowsRepeats: true,
  check: checkOrders,
  mentions({ channel, pool, lease, guard, orders }) {
    const references = orders.map(({ orderId }) => orderReference(channel, orderId))
    const names = orders.map(({ orderId, lines }) => ({ channel, orderId, listings: lines.map(({ listing }) => listing) }))
    return {
      channels: [channel],
      pools: pool === null ? [] : [pool],
      references,
      shipments: references,
      orders: names,
      guards: [...(lease ? [leaseGuard(lease)] : []), ...(guard ? [guard] : [])],
    }
  },
  touches: touchesOrders,
  presale: presaleGoods,

  decide(book, args, scene) {
    const channelId = scene.names.channelId(args.channel)
    if (channelId === undefined) return refused('UNKNOWN_CHANNEL', `no channel ${args.channel}`, { field: 'channel' })
    const pool = scene.names.pool(args.pool)
    if (!pool) return refused('UNKNOWN_POOL', `no pool ${args.pool ?? ''}`, { field: 'pool' })
    let changed = 0
    const unmapped = new Set<string>()
    for (const told of args.orders) {
      const reference = orderReference(args.channel, told.orderId)
      const at = { channelId, channelCode: args.channel, reference, poolId: pool.id, sinceMs: args.sinceMs }
      if (bookOrder(book, { told, at, scene })) changed += 1
      const booked = book.orders.get(orderKey({ channelId, orderId: told.orderId }))
      for (const line of booked?.lines ?? []) if (isWaiting(line, channelId, scene.names)) unmapped.add(line.listing)
    }
    settlePresale(book, scene, `orders:${args.channel}`)
    return { kind: 'booked', changed, unmapped: [...unmapped] }
  },
}

/** Postage and the like take nothing from any pool, so nothing about them is missing. */
function isWaiting({ recipeVersionId, listing }: KnownLine, channelId: string, names: Names): boolean {
  return recipeVersionId === null && names.listing(channelId, listing)?.takesNoStock !== true
}

function checkOrders({ channel, pool, sinceMs, orders }: BookOrders): Refused | undefined {
  return firstRefusal(
    checkText(channel, 'channel'),
    checkText(pool, 'pool'),
    checkInstant(sinceMs, 'sinceMs'),
    checkLineCount(orders.length, ORDERS_MAX, 'orders'),
    ...orders.map((order, n) => checkOrder(order, `orders.${n}`)),
  )
}

function checkOrder(order: ToldOrder, field: string): Refused | undefined {
  const { lines } = order
  const twice = new Set(lines.map(({ lineId }) => lineId)).size < lines.length
  return firstRefusal(
    checkText(order.orderId, `${field}.orderId`),
    checkText(order.parentId, `${field}.parentId`),
    ...(['createdAtMs', 'paidAtMs', 'shippedAtMs', 'cancelledAtMs', 'modifiedAtMs', 'shipByMs'] as const).map((name) =>
      checkInstant(order[name], `${field}.${name}`),
    ),
    checkLineCount(lines.length, LINES_MAX, `${field}.lines`),
    twice ? refused('INVALID', `${field} has a line twice`, { field: `${field}.lines` }) : undefined,
    ...lines.flatMap((line, n) => [
      checkText(line.lineId, `${field}.lines.${n}.lineId`),
      checkText(line.listing, `${field}.lines.${n}.listing`),
      checkUnits(line.units, `${field}.lines.${n}.units`),
      checkUnits(line.shippedUnits, `${field}.lines.${n}.shippedUnits`, 0),
    ]),
  )
}

/** Every row these orders may change: what their lines sell and have sold, where it left, and what their holds claim. */
function touchesOrders(args: BookOrders, names: Names): Touches {
  const all = args.orders.map((told) => touchesOrder(args, told, names))
  return {
    balances: all.flatMap(({ balances }) => balances),
    stocks: all.flatMap(({ stocks }) => stocks ?? []),
    figures: all.flatMap(({ figures }) => figures ?? []),
    creates: true,
  }
}

function touchesOrder({ channel, pool: poolCode }: BookOrders, told: ToldOrder, names: Names): Touches {
  const channelId = names.channelId(channel)
  const pool = names.pool(poolCode)
  if (channelId === undefined || !pool) return { balances: [] }
  const reference = orderReference(channel, told.orderId)
  const known = names.order(orderKey({ channelId, orderId: told.orderId }))
  const hold = names.holdByReference(reference)
  const held = hold ? touchesHold({ holdId: hold.id }, names) : { balances: [] }
  const listings = [
    ...told.lines.flatMap(({ listing }) => names.listing(channelId, listing) ?? []),
    ...(known?.lines ?? []).flatMap(({ listingId }) => (listingId === null ? [] : (names.listingById(listingId) ?? []))),
  ]
  const createdAtMs = Math.min(told.createdAtMs, known?.createdAtMs ?? Infinity)
  const versions = [
    ...listings.flatMap(({ recipeId }) => (recipeId === null ? [] : (names.versionAt(recipeId, createdAtMs) ?? []))),
    ...(known?.lines ?? []).flatMap(({ recipeVersionId }) =>
      recipeVersionId === null ? [] : (names.version(recipeVersionId) ?? []),
    ),
  ]
  const parts = [...versions.flatMap(({ components }) => components), ...listings.flatMap(({ widest }) => widest)]
  const skuIds = [...new Set<SkuId>(parts.map(({ skuId }) => skuId))]
  const poolIds = [...new Set([pool.id, ...listings.flatMap(({ pools }) => pools)])]
  const orders = [told, ...(known ? [known] : [])]
  const isLeaving = orders.some(({ lines }) => lines.some((line) => leftUnits(line) > 0))
  const sinceMs = Math.min(...orders.flatMap(({ shippedAtMs, modifiedAtMs }) => [shippedAtMs ?? modifiedAtMs, modifiedAtMs]))
  const places = [
    ...poolIds.flatMap((id) => names.locationOfPool(id) ?? []),
    ...(hold?.lines ?? []).flatMap(({ locationId }) => (locationId === null ? [] : (names.locationById(locationId) ?? []))),
  ]
  const goods = isLeaving
    ? places.flatMap((place) => skuIds.map((skuId) => touchesGoods(place, { skuId, condition: 'sellable', sinceMs })))
    : []
  const before = touchesDepartures(reference, names)
  const acknowledged = hold ? touchesAcknowledged(hold.id, names) : { balances: [] }
  return {
    balances: [
      ...poolIds.flatMap((poolId) => skuIds.map((skuId) => ({ poolId, skuId }))),
      ...held.balances,
      ...before.balances,
      ...acknowledged.balances,
      ...goods.flatMap(({ balances }) => balances),
    ],
    stocks: [...(held.stocks ?? []), ...before.stocks, ...(acknowledged.stocks ?? []), ...goods.flatMap(({ stocks }) => stocks)],
    figures: [reference],
  }
}
