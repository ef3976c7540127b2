import type { HoldId, LocationId, PoolId, SkuId } from './ids.ts'

export const holdStates = ['held', 'committed', 'shipped', 'released'] as const
/** As stored. That a held one has expired is never stored: the clock alone decides it. */
export type HoldState = (typeof holdStates)[number]

/** One component of one requested line. A plain SKU has one, a set one for each SKU of its recipe version. */
export interface HoldLine {
  readonly line: number
  readonly poolId: PoolId
  readonly skuId: SkuId
  readonly locationId: LocationId | null
  readonly recipeVersionId: string | null
  /** How many of the set the line asked for; null for a plain SKU. */
  readonly sets: number | null
  readonly units: number
  readonly shipped: number
  readonly released: number
}

export interface Hold {
  readonly id: HoldId
  readonly state: HoldState
  readonly reference: string | null
  readonly channelId: string | null
  readonly actor: string
  /** Set exactly while the state is `held`. */
  readonly expiresAtMs: number | null
  readonly createdAtMs: number
  readonly committedAtMs: number | null
  readonly closedAtMs: number | null
  readonly lines: readonly HoldLine[]
}

/** Units a line still claims. More may have been shipped than asked for: a fact, and then nothing is left to claim. */
export function outstandingUnits(line: HoldLine): number {
  return Math.max(0, line.units - line.released - line.shipped)
}

export function hasExpired(hold: Hold, nowMs: number): boolean {
  return hold.state === 'held' && hold.expiresAtMs !== null && hold.expiresAtMs <= nowMs
}

/** The name under which shipments of this hold are told. */
export function orderRef({ reference, id }: Pick<Hold, 'reference' | 'id'>): string {
  return reference ?? id
}

/** The hold as it is once these are its lines: closed as soon as none of them claims anything. */
export function withLines(hold: Hold, lines: readonly HoldLine[], nowMs: number): Hold {
  if (lines.some((line) => outstandingUnits(line) > 0)) return { ...hold, lines }
  const state = lines.some((line) => line.shipped > 0) ? 'shipped' : 'released'
  return { ...hold, lines, state, expiresAtMs: null, closedAtMs: hold.closedAtMs ?? nowMs }
}
