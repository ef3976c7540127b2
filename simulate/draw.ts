import { Random } from '../sandbox/shared/random.ts'

/** What a seed draws. */
export class Draw extends Random {
  constructor(seed: number) {
    super(Math.imul(seed + 1, 0x9e3779b1) ^ 0x51ed270b)
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  /** Both ends in. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1)
  }

  one<T>(of: readonly [T, ...T[]]): T {
    return of[this.below(of.length)] ?? of[0]
  }

  weighted(weights: readonly number[]): number {
    let left = this.next() * weights.reduce((sum, weight) => sum + weight, 0)
    const found = weights.findIndex((weight) => (left -= weight) < 0)
    return found < 0 ? weights.length - 1 : found
  }
}
