import type { ShopBooks, VersionState } from '../policies/books.ts'
import type { ShopTruth } from '../world/truth.ts'

interface Short {
  readonly good: number
  readonly units: number
}

/**
 * N25: B good by good, where what a set is made of changes. What was sold takes what it took at its own time; what is shown, the
 * most that a set takes now or later.
 */
export function shortGoods(shop: ShopBooks, truth: ShopTruth, versions: readonly VersionState[]): readonly Short[] {
  if (versions.length < 2) return []
  const shown = Math.max(0, truth.sellable) + truth.raisesUnderWay
  const returned = returnedUnits(shop, truth, versions)
  return truth.goods.flatMap((sold, good) => {
    const { known, shipped } = shop.goods[good] ?? { known: 0, shipped: 0 }
    const booked = known + shipped + shop.quota * (shop.claims[good] ?? 0)
    const units = sold + shown * mostOf(versions, good, truth.nowMs) - booked - (returned[good] ?? 0)
    return units > 0 ? [{ good, units }] : []
  })
}

/**
 * What is only bounded: sets that were ordered as an earlier version, called off and put on sale again by the platform, take more when
 * they are sold again. By good, until the cancellation is booked.
 */
export function returnedUnits({ marks }: ShopBooks, truth: ShopTruth, versions: readonly VersionState[]): readonly number[] {
  const unseen = truth.returned.filter(({ atMs }) => atMs > (marks.back ?? -Infinity))
  return truth.goods.map((_, good) =>
    unseen.reduce((sum, { sets, createdMs }) => {
      const was = versions.findLast(({ effectiveMs }) => effectiveMs <= createdMs) ?? versions[0]
      return sum + sets * Math.max(0, mostOf(versions, good, truth.nowMs) - (was?.set[good] ?? 0))
    }, 0),
  )
}

/** The most that a set of an order may take which is made now or later. */
function mostOf(versions: readonly VersionState[], good: number, nowMs: number): number {
  const left = versions.filter((_, n) => (versions[n + 1]?.effectiveMs ?? Infinity) > nowMs)
  return Math.max(0, ...left.map(({ set }) => set[good] ?? 0))
}
