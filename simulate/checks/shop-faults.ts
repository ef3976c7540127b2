import type { BookState, ShopBooks } from '../policies/books.ts'
import type { ShopTruth } from '../world/truth.ts'
import { shortGoods } from './sets.ts'

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
    for (const { good, units } of shortGoods(shop, truth, versions))
      found.push(`I3: shop${n + 1} has sold and shows sets of ${units} more units of good ${good + 1} than are booked for it`)
    if (shop.openCommands > 1) found.push(`I5: shop${n + 1} has ${shop.openCommands} open commands`)
    return found
  })
}

/** By how many units the shop has sold, and may still sell, more than is booked for it. */
function excessOf({ known, unpaid, shipped, quota }: ShopBooks, truth: ShopTruth): number {
  const real = truth.live + Math.max(0, truth.sellable) + truth.raisesUnderWay + truth.untaken
  // What is held for an order the shop has not taken yet covers nothing it has taken.
  return real - (known - unpaid) - shipped - quota
}
