import { proofs, type BalanceState, type BookState } from '../policies/books.ts'
import type { ShopFront } from '../world/shop-front.ts'

/** A stamp of the database is a little coarser than ours. */
const ROUNDING_MS = 1

/** Units of each good that came into each pool. */
export type Received = (good: number, pool: number) => number

/** I1, I2, I6: the books against themselves, and against what was received, pool by pool. */
export function balanceFaults({ balances }: BookState, received: Received): readonly string[] {
  return balances.flatMap((balance) => {
    const where = balances.length > 1 ? ` (good ${balance.good + 1} in pool ${balance.pool + 1})` : ''
    return faultsOf(balance, received(balance.good, balance.pool)).map((text) => `${text}${where}`)
  })
}

function faultsOf(balance: BalanceState, received: number): readonly string[] {
  const { onHand, free, held, quota, kept, deficit, overcommit, claimed, known, shipped } = balance
  const found: string[] = []
  const [claims, goods] = [free + quota + held + kept, onHand + deficit + overcommit]
  if (claims !== goods) found.push(`I1: free, quotas, holds and what is kept are ${claims}, goods and promises ${goods}`)
  if (onHand + shipped !== received) found.push(`I1: ${onHand} on hand and ${shipped} gone of ${received} received`)
  if (claimed !== quota) found.push(`I1: the listings' quotas are ${claimed}, the balance says ${quota}`)
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
