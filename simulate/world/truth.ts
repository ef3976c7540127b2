import { isOpen } from '../../sandbox/shared/market/order.ts'
import { listingTruth } from '../../sandbox/shared/market/truth.ts'
import type { VersionState } from '../policies/books.ts'
import type { ShopFront } from './shop-front.ts'

/** What really is at a shop. */
export interface ShopTruth {
  readonly sellable: number
  /** Sets of orders that were accepted and not called off, those that have left among them. */
  readonly live: number
  /** What those take of each good: each order by the version of its own time. */
  readonly goods: readonly number[]
  /** Orders called off whose sets are for sale again; left empty where all sets are made of the same. */
  readonly returned: readonly { readonly sets: number; readonly createdMs: number; readonly atMs: number }[]
  readonly raisesUnderWay: number
  /** Ordered and not paid at a shop that takes units when they are paid: all of it may be. */
  readonly untaken: number
  /** By the platform's clock. */
  readonly nowMs: number
}

export function truthOf(front: ShopFront, versions: readonly VersionState[] = []): ShopTruth {
  const rows = listingTruth(front.truth())
  const sum = (pick: (row: (typeof rows)[number]) => number): number => rows.reduce((total, row) => total + pick(row), 0)
  const live = sum(liveOf)
  return {
    sellable: sum(({ sellable }) => sellable),
    live,
    goods: goodsOf(front, versions, live),
    returned: versions.length > 1 && front.shop.restores ? calledOff(front) : [],
    raisesUnderWay: front.network.raisesUnderWay,
    untaken: front.shop.takesAt === 'payment' ? sum(({ unpaid }) => unpaid) : 0,
    nowMs: front.sandbox.world.now().getTime(),
  }
}

function liveOf({ takenUnshipped, shipped }: ReturnType<typeof listingTruth>[number]): number {
  return takenUnshipped + shipped
}

function goodsOf(front: ShopFront, versions: readonly VersionState[], live: number): readonly number[] {
  const [first, ...later] = versions
  if (!first) return [live]
  const goods = first.set.map((units) => units * live)
  let before = first.set
  for (const { effectiveMs, set } of later) {
    const rows = listingTruth(front.truth(), ({ createdAt }) => stampOf(createdAt) >= effectiveMs)
    const sets = rows.reduce((total, row) => total + liveOf(row), 0)
    set.forEach((units, good) => (goods[good] = (goods[good] ?? 0) + sets * (units - (before[good] ?? 0))))
    before = set
  }
  return goods
}

function calledOff(front: ShopFront): ShopTruth['returned'] {
  const orders = front.truth().orders.all()
  return orders.flatMap(({ lines, createdAt, modifiedAt }) => {
    const off = lines.filter(({ state, shippedUnits }) => !isOpen(state) && shippedUnits === 0)
    const sets = off.reduce((sum, { units }) => sum + units, 0)
    return sets > 0 ? [{ sets, createdMs: stampOf(createdAt), atMs: modifiedAt.getTime() }] : []
  })
}

/** A platform's stamps are whole seconds. */
function stampOf(at: Date): number {
  return Math.floor(at.getTime() / 1_000) * 1_000
}
