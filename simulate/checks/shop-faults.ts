import type { BookState, ShopBooks, VersionState } from '../policies/books.ts'
import type { ShopTruth } from '../world/truth.ts'

/** I3 (B) and I5, shop by shop. What a platform's own word leaves open is allowed for, unit by unit. */
export function shopFaults(
  { shops, versions }: BookState,
  truths: readonly ShopTruth[],
  allowed: readonly (number | null)[],
): readonly string[] {
  return shops.flatMap((shop, n) => {
    const truth = truths[n]
    if (!shop?.joined || !truth) return []
    const found: string[] = []
    const beyond = allowed[n] === null ? Infinity : (allowed[n] ?? 0)
    if (excessOf(shop, truth) > beyond)
      found.push(
        `I3: shop${n + 1} has sold ${truth.live}, shows ${truth.sellable}, ${truth.raisesUnderWay} more are under way and ` +
          `${truth.untaken} may still be paid; booked are ${shop.known} held, ${shop.unpaid} of them unpaid, ${shop.shipped} gone ` +
          `and a quota of ${shop.quota}` +
          (beyond > 0 ? `; ${beyond} more may be sold` : ''),
      )
    const short = versions.length > 1 ? shortGoods(shop, truth, versions) : []
    for (const { good, units } of short)
      found.push(`I3: shop${n + 1} has sold and shows sets of ${units} more units of good ${good + 1} than are booked for it`)
    if (shop.openCommands > 1) found.push(`I5: shop${n + 1} has ${shop.openCommands} open commands`)
    return found
  })
}

/** By how many units the shop has sold, and may still sell, more than is booked for it. */
export function excessOf({ known, unpaid, shipped, quota }: ShopBooks, truth: ShopTruth): number {
  const real = truth.live + Math.max(0, truth.sellable) + truth.raisesUnderWay + truth.untaken
  // What is held for an order the shop has not taken yet covers nothing it has taken.
  return real - (known - unpaid) - shipped - quota
}

/** N25: the same good by good. What was sold takes what it took at its own time; what is shown, the most that a set takes now or later. */
function shortGoods({ goods, quota, claims }: ShopBooks, truth: ShopTruth, versions: readonly VersionState[]) {
  const shown = Math.max(0, truth.sellable) + truth.raisesUnderWay
  return truth.goods.flatMap((sold, good) => {
    const next = Math.max(...stillSold(versions, truth.nowMs).map(({ set }) => set[good] ?? 0))
    const { known, shipped } = goods[good] ?? { known: 0, shipped: 0 }
    const units = sold + shown * next - known - shipped - quota * (claims[good] ?? 0)
    return units > 0 ? [{ good, units }] : []
  })
}

/** The versions that orders may still use. */
function stillSold(versions: readonly VersionState[], nowMs: number): readonly VersionState[] {
  return versions.filter((_, n) => (versions[n + 1]?.effectiveMs ?? Infinity) > nowMs)
}
