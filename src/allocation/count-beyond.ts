import type { OvercommitStep } from '../publishing/grant-overcommits.ts'

/** Units beyond the goods that rules ask for. They are asked for, not granted: the budget of the merchant may grant less. */
export interface AskedOvercommit {
  /** SKUs of which some would be shown. */
  readonly skus: number
  readonly units: number
  readonly perDay: number
}

/** Sums them up, some SKUs at a time. */
export class BeyondCounted {
  #skus = 0
  #units = 0
  #perDay = 0

  /** What is asked for of one SKU in all its pools. */
  add(steps: readonly OvercommitStep[]): void {
    this.#skus += 1
    for (const { units, perDay } of steps) {
      this.#units += units
      this.#perDay += perDay
    }
  }

  sum(): AskedOvercommit {
    return { skus: this.#skus, units: this.#units, perDay: this.#perDay }
  }
}
