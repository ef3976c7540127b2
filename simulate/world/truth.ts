import { listingTruth } from '../../sandbox/shared/market/truth.ts'
import type { ShopFront } from './shop-front.ts'

/** What really is at a shop. */
export interface ShopTruth {
  readonly sellable: number
  /** Units of orders that were accepted and not called off, those that have left among them. */
  readonly live: number
  readonly raisesUnderWay: number
  /** Ordered and not paid at a shop that takes units when they are paid: all of it may be. */
  readonly untaken: number
}

export function truthOf(front: ShopFront): ShopTruth {
  const rows = listingTruth(front.truth())
  const sum = (pick: (row: (typeof rows)[number]) => number): number => rows.reduce((total, row) => total + pick(row), 0)
  return {
    sellable: sum(({ sellable }) => sellable),
    live: sum(({ takenUnshipped, shipped }) => takenUnshipped + shipped),
    raisesUnderWay: front.network.raisesUnderWay,
    untaken: front.shop.takesAt === 'payment' ? sum(({ unpaid }) => unpaid) : 0,
  }
}
