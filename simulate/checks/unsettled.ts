import type { BookState } from '../policies/books.ts'
import { LATE_TICKS, TICK_MS } from '../scenario.ts'
import type { ShopFront } from '../world/shop-front.ts'
import type { ShopTruth } from '../world/truth.ts'

interface Ending {
  readonly truths: readonly ShopTruth[]
  /** How long each shop's commands may take to settle. */
  readonly limits: readonly number[]
  readonly nowMs: number
}

/** I12. Units move for as long as there is time; what was begun in time has to be over. */
export function unsettledOf(state: BookState, { truths, limits, nowMs }: Ending): readonly string[] {
  const open = state.shops.flatMap((shop, n) =>
    shop && shop.openSinceMs !== null && nowMs - shop.openSinceMs > (limits[n] ?? 0)
      ? [`I12: shop${n + 1} still has a command of ${new Date(shop.openSinceMs).toISOString()}`]
      : [],
  )
  const starved = truths.flatMap((truth, n) =>
    truth.sellable <= 0 && (state.shops[n]?.freeSets ?? 0) > 0 ? [`shop${n + 1}`] : [],
  )
  if (starved.length > 0) open.push(`I12: ${state.free} units are free while ${starved.join(', ')} has nothing to sell`)
  return [...open, ...state.shops.flatMap((shop, n) => (shop ? unlevelOf(shop.quotas, n) : []))]
}

/** N24: what a listing owes in one pool it has in another. */
function unlevelOf(quotas: readonly number[], shop: number): readonly string[] {
  const isUnlevel = quotas.some((units) => units < 0) && quotas.some((units) => units > 0)
  return isUnlevel ? [`I12: the quotas of shop${shop + 1} stay at ${quotas.join(' and ')} in its pools`] : []
}

/** A late call, the feed's lag (twelve ticks where a platform states no less), two polls and two answers. */
export function settlingMs({ shop }: Pick<ShopFront, 'shop'>): number {
  const { pollTicks, feedLagTicks, roundTripTicks, lateTicks = LATE_TICKS } = shop
  return TICK_MS * (lateTicks + Math.max(12, feedLagTicks) + 2 * pollTicks + 2 * roundTripTicks + 4)
}
