import type { BalanceKey, PoolId, SkuId } from '../../domain/ids.ts'
import type { OvercommitBudget } from '../../domain/overcommit-budget.ts'
import { Overlay } from './overlay.ts'

/** A quota below zero at a balance, as it was before the batch; in units of the SKU. */
export interface BelowZero {
  readonly listingId: string
  readonly poolId: PoolId
  readonly units: number
}

/** Units that were sold and are not there, since they were shown in several shops by choice. */
export interface OvercommitCharge {
  readonly poolId: PoolId
  readonly skuId: SkuId
  readonly units: number
  readonly document: string
  readonly actor: string
}

/** What a batch may read or change of units that are shown beyond the goods: only where there are any. */
export class Overcommits {
  /** The one row there is, locked; only of a batch that grants or raises, or once something was charged. */
  readonly budget: Overlay<'budget', OvercommitBudget>
  readonly belowZero: Overlay<BalanceKey, readonly BelowZero[]>
  readonly charges: OvercommitCharge[] = []
  readonly #below: Overcommits | undefined

  constructor(below?: Overcommits) {
    this.#below = below
    this.budget = new Overlay(below?.budget)
    this.belowZero = new Overlay(below?.belowZero)
  }

  /** What this batch has charged for a SKU in a pool. */
  chargedAt({ poolId, skuId }: Pick<OvercommitCharge, 'poolId' | 'skuId'>): number {
    const here = this.charges.filter((one) => one.poolId === poolId && one.skuId === skuId)
    return here.reduce((sum, { units }) => sum + units, 0)
  }

  foldDown(): void {
    this.budget.foldDown()
    this.#below?.charges.push(...this.charges)
  }

  forget(): void {
    this.budget.forget()
    this.charges.length = 0
  }
}
