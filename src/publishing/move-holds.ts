import { orderKey, orderReference } from '../domain/channel-order.ts'
import type { Hold, HoldLine } from '../domain/hold.ts'
import type { PoolId } from '../domain/ids.ts'
import { moveClaims } from '../domain/move-claims.ts'
import { keepSets, setsByPool } from '../orders/hold-lines.ts'
import { checkLineCount, checkText, firstRefusal } from '../stock/check-args.ts'
import { touchesHold } from '../stock/find-hold.ts'
import type { Book } from '../stock/engine/book.ts'
import type { ListingName, VersionName } from '../stock/engine/names.ts'
import type { Operation, Scene } from '../stock/engine/operation.ts'
import { settleLocks } from '../stock/locks/settle-locks.ts'
import type { Lease } from '../jobs/channel-task.ts'
import { leaseGuard } from '../jobs/lease-guard.ts'
import { touchesListings } from './intend-moves.ts'

export interface MoveHolds {
  /** The channel's code. */
  readonly channel: string
  readonly lease: Lease
  readonly listingId: string
  /** Orders of the listing that may have units in a pool where its quota is below zero. */
  readonly orderIds: readonly string[]
}

export interface HoldsMoved {
  readonly kind: 'moved'
  readonly sets: number
}

/**
 * N24: before a quota below zero is charged, what is held there moves to a pool where the listing still has quota. Whole sets
 * only, none that has left in part or that names a location.
 */
export const moveHolds: Operation<MoveHolds, HoldsMoved> = {
  name: 'move_holds',
  knowsRepeats: true,
  check: ({ orderIds }) =>
    firstRefusal(checkLineCount(orderIds.length, 100, 'orderIds'), ...orderIds.map((id, n) => checkText(id, `orderIds.${n}`))),
  mentions: ({ channel, lease, listingId, orderIds }) => ({
    channels: [channel],
    references: orderIds.map((orderId) => orderReference(channel, orderId)),
    orders: orderIds.map((orderId) => ({ channel, orderId, listings: [] })),
    listings: [listingId],
    guards: [leaseGuard(lease)],
  }),
  touches({ channel, listingId, orderIds }, names) {
    const holds = orderIds.flatMap((orderId) => names.holdByReference(orderReference(channel, orderId)) ?? [])
    const held = holds.map(({ id }) => touchesHold({ holdId: id }, names))
    const listing = touchesListings([listingId], names)
    const pools = names.listingById(listingId)?.pools ?? []
    const elsewhere = holds.flatMap(({ lines }) => lines.flatMap(({ skuId }) => pools.map((poolId) => ({ poolId, skuId }))))
    return {
      balances: [...listing.balances, ...elsewhere, ...held.flatMap(({ balances }) => balances)],
      stocks: held.flatMap(({ stocks }) => stocks ?? []),
      creates: true,
    }
  },
  decide(book, { channel, listingId, orderIds }, scene) {
    const listing = scene.names.listingById(listingId)
    let sets = 0
    for (const orderId of listing ? orderIds : []) {
      if (listing) sets += moveOrder(book, { listing, channel, orderId }, scene)
    }
    return { kind: 'moved', sets }
  },
}

interface OrderAt {
  readonly listing: ListingName
  readonly channel: string
  readonly orderId: string
}

function moveOrder(book: Book, { listing, channel, orderId }: OrderAt, scene: Scene): number {
  const channelId = scene.names.channelId(channel) ?? ''
  const order = book.orders.get(orderKey({ channelId, orderId }))
  const holdId = book.references.get(orderReference(channel, orderId))
  const hold = holdId === undefined ? undefined : book.holds.get(holdId)
  if (!order || !hold) return 0
  let moved = 0
  for (const line of order.lines.filter((one) => one.listingId === listing.id)) {
    const version = line.recipeVersionId === null ? undefined : scene.names.version(line.recipeVersionId)
    const now = book.holds.get(hold.id) ?? hold
    if (version) moved += moveLine(book, { listing, hold: now, line: line.line, version }, scene)
  }
  return moved
}

interface LineAt {
  readonly listing: ListingName
  readonly hold: Hold
  readonly line: number
  readonly version: VersionName
}

function moveLine(book: Book, at: LineAt, scene: Scene): number {
  const { listing, hold, line, version } = at
  const own = hold.lines.filter((part) => part.line === line)
  if (own.some(({ shipped, released, locationId }) => shipped > 0 || released > 0 || locationId !== null)) return 0
  const held = setsByPool(own, version)
  const from = held.find(({ place }) => book.quota(listing.id, place) < 0)
  const to = listing.pools.find((poolId) => book.quota(listing.id, poolId) > 0)
  if (!from || to === undefined) return 0
  const sets = Math.min(from.units, -book.quota(listing.id, from.place), book.quota(listing.id, to))
  const there = held.find(({ place }) => place === to)?.units ?? 0
  const split = [
    ...held.filter(({ place }) => place !== from.place && place !== to),
    { place: from.place, units: from.units - sets },
    { place: to, units: there + sets },
  ].filter(({ units }) => units > 0)
  const others: readonly HoldLine[] = hold.lines.filter((part) => part.line !== line)
  book.saveHold({ ...hold, lines: [...others, ...keepSets(own, { line, version, split })] })
  postMove(book, { ...at, sets, from: from.place, to }, scene)
  return sets
}

function postMove(
  book: Book,
  { listing, hold, version, sets, from, to }: LineAt & { readonly sets: number; readonly from: PoolId; readonly to: PoolId },
  scene: Scene,
): void {
  const why = {
    reason: 'move_hold',
    document: `order:${hold.reference ?? hold.id}`,
    happenedAtMs: scene.nowMs,
    actor: scene.actor,
  }
  for (const { poolId, sign } of [
    { poolId: from, sign: -1 },
    { poolId: to, sign: 1 },
  ]) {
    book.changeQuota(listing.id, poolId, -sign * sets)
    const skuIds = new Set([...listing.widest, ...version.components].map(({ skuId }) => skuId))
    for (const skuId of skuIds) {
      const held = sign * sets * (version.components.find((part) => part.skuId === skuId)?.units ?? 0)
      const quota = -sign * sets * (listing.widest.find((part) => part.skuId === skuId)?.units ?? 0)
      const postings = moveClaims(book.balance(poolId, skuId), { held, quota })
      if (postings.length > 0) book.post({ poolId, skuId }, postings, why)
    }
  }
  settleLocks(book, listing, scene)
}
