import type { BookState } from '../policies/books.ts'
import type { ShopTruth } from '../world/truth.ts'

/** Why a shopper found too little, although so many units were unsold: where they were. */
const turnedAwayReasons = [
  /** The shop has not joined yet. */
  'not joined',
  /** A raise or lowering of this very shop was under way, or its outcome was in doubt. */
  'in doubt',
  /** The shop had a quota for them: it had sold them, and nobody had seen it yet. */
  'sold unseen',
  /** Nobody had them. */
  'free',
  /** Another shop had them. */
  'elsewhere',
  /** They were there, but in no one place. */
  'scattered',
] as const
type TurnedAwayReason = (typeof turnedAwayReasons)[number]
export type TurnedAway = Readonly<Record<TurnedAwayReason, number>>

export const nobodyTurnedAway: TurnedAway = {
  'not joined': 0,
  'in doubt': 0,
  'sold unseen': 0,
  free: 0,
  elsewhere: 0,
  scattered: 0,
}

interface Asked {
  readonly shop: number
  readonly units: number
  /** So many more could be sold there out of all that is not sold. */
  readonly isThere: boolean
  readonly books: BookState
  readonly truths: readonly ShopTruth[]
}

/** Null: so many were not unsold any more, wherever. */
export function reasonTurnedAway({ shop, units, isThere, books, truths }: Asked): TurnedAwayReason | null {
  if (!isThere) return null
  const own = books.shops[shop]
  if (!own?.joined) return 'not joined'
  if (own.openCommands > 0) return 'in doubt'
  if (own.quota >= units) return 'sold unseen'
  if (own.freeSets >= units) return 'free'
  return truths.some(({ sellable }, n) => n !== shop && sellable >= units) ? 'elsewhere' : 'scattered'
}

export function addUnits(sum: TurnedAway, more: Partial<TurnedAway>): TurnedAway {
  const units = (reason: TurnedAwayReason): number => sum[reason] + (more[reason] ?? 0)
  return {
    'not joined': units('not joined'),
    'in doubt': units('in doubt'),
    'sold unseen': units('sold unseen'),
    free: units('free'),
    elsewhere: units('elsewhere'),
    scattered: units('scattered'),
  }
}
