import { capacityOf, compareReceipts, type ExpectedReceipt, type PresaleClaim } from './presale.ts'

export interface TakenFrom {
  readonly receiptId: string
  readonly dueOn: string
  readonly units: number
}

/** Where the units of a claim that have not come in yet are to come from. */
export interface Standing {
  readonly takesFrom: readonly TakenFrom[]
  /** Units that nothing covers. */
  readonly uncovered: number
  /** Units that come after the day they were promised for, or should have come already. */
  readonly late: number
}

/**
 * Where a claim stands that has so many units of other claims before it, by earliest promise. Nothing is at risk before its
 * promised day only because it has not come in yet.
 */
export function standingOf(
  claim: Pick<PresaleClaim, 'units' | 'served' | 'promisedAtMs'>,
  { ahead, receipts, today }: { readonly ahead: number; readonly receipts: readonly ExpectedReceipt[]; readonly today: string },
): Standing {
  let skip = ahead
  let waiting = claim.units - claim.served
  const takesFrom: TakenFrom[] = []
  for (const receipt of receipts.toSorted(compareReceipts)) {
    const toCome = Math.max(0, capacityOf(receipt) - Math.max(0, receipt.arrived - receipt.released))
    const skipped = Math.min(skip, toCome)
    skip -= skipped
    const units = Math.min(waiting, toCome - skipped)
    waiting -= units
    if (units > 0) takesFrom.push({ receiptId: receipt.id, dueOn: receipt.dueOn, units })
  }
  const promisedOn = claim.promisedAtMs === null ? null : dayOf(claim.promisedAtMs)
  const late = takesFrom
    .filter(({ dueOn }) => (promisedOn !== null && dueOn > promisedOn) || dueOn < today)
    .reduce((sum, { units }) => sum + units, 0)
  return { takesFrom, uncovered: waiting, late }
}

const CHINA_MS = 8 * 3_600_000

/** The day in China, where promises are made. */
export function dayOf(ms: number): string {
  return new Date(ms + CHINA_MS).toISOString().slice(0, 10)
}
