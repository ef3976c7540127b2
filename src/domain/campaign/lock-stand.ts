/**
 * How one line of a campaign stands in one pool, seen from one of its listings. In sets. What was granted is kept, is part of
 * a listing's quota, is spent, or is missing: eaten by other orders, or not there when it was granted.
 */
export interface LockStand {
  readonly granted: number
  /** Ours: in no quota. */
  readonly kept: number
  /** Part of this listing's quota. */
  readonly published: number
  /** Part of the quotas of other listings. */
  readonly elsewhere: number
  readonly spent: number
  /** Sold by this listing below zero: not spent before it is known whether a cancellation made it possible. */
  readonly owed: number
  readonly owedElsewhere: number
}

export function missingUnits({ granted, kept, published, elsewhere, spent }: LockStand): number {
  return granted - kept - published - elsewhere - spent
}

/** What it may still sell. */
export function leftUnits({ granted, spent, owed, owedElsewhere }: LockStand): number {
  return granted - spent - owed - owedElsewhere
}

/**
 * Its orders have taken `units` from this listing, of which its quota may owe `below` more. What is published goes first; what
 * the listing's own quota gave is paid back to the pool out of what is kept. More than is left is nobody's campaign.
 */
export function spend(stand: LockStand, units: number, below: number): LockStand {
  const taken = Math.min(units, Math.max(0, leftUnits(stand)))
  const published = Math.min(taken, stand.published)
  const owed = Math.min(taken - published, Math.max(0, below))
  const after = { ...stand, published: stand.published - published, spent: stand.spent + published, owed: stand.owed + owed }
  return pay(after, taken - published - owed)
}

/**
 * Units are spent that came from elsewhere: kept ones are given up for them, then missing ones, then published ones. What only
 * other listings have left is not asked of them: those orders are nobody's campaign.
 */
function pay(stand: LockStand, units: number): LockStand {
  const kept = Math.min(units, stand.kept)
  const missing = Math.min(units - kept, missingUnits(stand))
  const published = Math.min(units - kept - missing, stand.published)
  return {
    ...stand,
    kept: stand.kept - kept,
    published: stand.published - published,
    spent: stand.spent + kept + missing + published,
  }
}

/**
 * A sale of the house takes so many, seen from no listing: out of what is kept, then, where that does not suffice, of what is
 * free for what is missing. What shops show stays theirs.
 */
export function sell(stand: LockStand, units: number): { readonly stand: LockStand; readonly fromKept: number } {
  const after = pay(stand, Math.min(units, Math.max(0, leftUnits(stand))))
  return { stand: after, fromKept: stand.kept - after.kept }
}

export interface Return {
  /** How many of its listing's quota are the line's own now that they are for sale again. */
  readonly room: number
  /** Whether they are the campaign's again. */
  readonly toCampaign: boolean
}

/** Orders that had spent `units` have given them back. What the shop did not put on sale again is missing, and made up. */
export function unspend(stand: LockStand, units: number, { room, toCampaign }: Return): LockStand {
  const owed = Math.min(units, stand.owed)
  const back = Math.min(units - owed, stand.spent)
  const after = { ...stand, owed: stand.owed - owed, spent: stand.spent - back }
  if (!toCampaign) return { ...after, granted: stand.granted - back }
  return { ...after, published: stand.published + Math.min(back, Math.max(0, room)) }
}

/**
 * Brings it into line with its listing's quota, of which `room` sets are above zero and it may owe `below`: other orders eat
 * published units once the listing's own are gone, and what is owed no longer was covered by a cancellation.
 */
export function settle(stand: LockStand, { room, below }: { readonly room: number; readonly below: number }): LockStand {
  const cut = { ...stand, published: Math.min(stand.published, Math.max(0, room)) }
  const covered = Math.max(0, cut.owed - Math.max(0, below))
  return pay({ ...cut, owed: cut.owed - covered }, covered)
}

/** Makes up what is missing out of `free` sets. */
export function refill(stand: LockStand, free: number): LockStand {
  return { ...stand, kept: stand.kept + Math.min(Math.max(0, free), missingUnits(stand)) }
}

/** Puts kept units on sale at this listing. */
export function publish(stand: LockStand, units: number): LockStand {
  return { ...stand, kept: stand.kept - units, published: stand.published + units }
}

/** R6: what its orders have taken below zero is charged to it, and to what is kept as far as that goes. */
export function charge(stand: LockStand, units: number): { readonly stand: LockStand; readonly fromKept: number } {
  const owed = Math.min(units, stand.owed)
  const after = pay({ ...stand, owed: stand.owed - owed }, owed)
  return { stand: after, fromKept: stand.kept - after.kept }
}

/** Promises `units` from now on; fewer than before lets go of what is missing first, then of what is kept, then of published ones. */
export function grantUnits(stand: LockStand, units: number): LockStand {
  if (units >= stand.granted) return { ...stand, granted: units }
  const least = stand.spent + Math.max(stand.elsewhere, stand.owed + stand.owedElsewhere)
  const granted = Math.max(units, least)
  let over = Math.max(0, stand.granted - granted - missingUnits(stand))
  const kept = Math.min(over, stand.kept)
  over -= kept
  return { ...stand, granted, kept: stand.kept - kept, published: stand.published - Math.min(over, stand.published) }
}
