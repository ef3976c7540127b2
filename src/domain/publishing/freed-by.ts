import type { BelowZero } from './command.ts'

export interface Lowered {
  readonly units: number
  readonly belowZero: BelowZero
  /** The number after the change, where the platform gives it. */
  readonly resultingUnits: number | null
}

export type Freed =
  /** So many units were surely taken off sale. */
  | { readonly kind: 'taken'; readonly units: number }
  /** Only that the counter was 0 at some instant of the call: a reading like any other. */
  | { readonly kind: 'was zero' }
  /** Nothing is proved: the counter has to be read. */
  | { readonly kind: 'unproven' }

/**
 * R2: what an acknowledged lowering took. Where the platform clamps at zero, or nobody knows whether it does, only a number
 * above zero proves that all of it was there to be taken.
 */
export function freedBy({ units, belowZero, resultingUnits }: Lowered): Freed {
  if (belowZero === 'refused') return { kind: 'taken', units }
  if (resultingUnits === null) return { kind: 'unproven' }
  return resultingUnits > 0 ? { kind: 'taken', units } : { kind: 'was zero' }
}
