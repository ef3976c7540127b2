import { proofs, type BookState } from '../policies/policy.ts'
import type { ShopFront } from '../world/shop-front.ts'

/** A stamp of the database is a little coarser than ours. */
const ROUNDING_MS = 1

/** I1, I2, I6: the books against themselves, and against what was received. */
export function balanceFaults(state: BookState, received: number): readonly string[] {
  const { onHand, free, held, quota, kept, deficit, overcommit, shops } = state
  const found: string[] = []
  const left = shops.reduce((sum, shop) => sum + (shop?.shipped ?? 0), 0)
  const [claims, goods] = [free + quota + held + kept, onHand + deficit + overcommit]
  if (claims !== goods) found.push(`I1: free, quotas, holds and what is kept are ${claims}, goods and promises ${goods}`)
  if (onHand + left !== received) found.push(`I1: ${onHand} on hand and ${left} gone of ${received} received`)
  const quotas = shops.reduce((sum, shop) => sum + (shop?.quota ?? 0), 0)
  if (quotas !== quota) found.push(`I1: the listings' quotas are ${quotas}, the balance says ${quota}`)
  const known = shops.reduce((sum, shop) => sum + (shop?.known ?? 0), 0)
  if (known !== held) found.push(`I6: the shops' orders hold ${known}, the balance says ${held}`)
  if (free < 0) found.push(`I2: ${free} units are free`)
  if (free > 0 && deficit + overcommit > 0) found.push(`I2: ${free} units are free beside a deficit`)
  return found
}

/** I9: a watermark fell. */
export function watermarkFaults(before: BookState, after: BookState): readonly string[] {
  return after.shops.flatMap((shop, n) => {
    const was = before.shops[n]
    if (!shop || !was) return []
    return proofs.flatMap((proof) =>
      (was.marks[proof] ?? -Infinity) > (shop.marks[proof] ?? -Infinity) ? [`I9: ${proof} of shop${n + 1} fell`] : [],
    )
  })
}

/** I9: a reading settled something before all that was taken until its answer was booked. */
export function earlySettlements({ shops }: BookState, fronts: readonly ShopFront[]): readonly string[] {
  return shops.flatMap((shop, n) => {
    const proof = fronts[n]?.shop.takesAt === 'payment' ? 'taken at payment' : 'taken at order'
    if (!shop || shop.settledMs === null || shop.settledMs <= (shop.marks[proof] ?? -Infinity) + ROUNDING_MS) return []
    return [`I9: shop${n + 1} settled a reading of ${new Date(shop.settledMs).toISOString()} before its orders were booked`]
  })
}
