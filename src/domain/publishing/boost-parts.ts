/** One pool a boosted listing sells from, in the channel's order. */
export interface BoostPool {
  readonly poolId: string
  /** Sets its quota has there now; below zero counts as nothing. */
  readonly sets: number
  /** Of each component: units of a set, what is free in the pool, and what other listings could give of it. */
  readonly rooms: readonly BoostRoom[]
}

export interface BoostRoom {
  readonly skuId: string
  readonly perSet: number
  readonly free: number
  readonly recallable: number
}

export interface BoostPart {
  readonly poolId: string
  /** Sets more than it has there now. */
  readonly sets: number
}

/** Where so many more sets come from: whole sets, of the first pool as many as it can give, then of the next. Those that are nowhere are left out. */
export function boostParts(pools: readonly BoostPool[], more: number): readonly BoostPart[] {
  let left = Math.max(0, more)
  return pools.map(({ poolId, rooms }) => {
    const sets = Math.min(left, roomOf(rooms))
    left -= sets
    return { poolId, sets }
  })
}

function roomOf(rooms: readonly BoostRoom[]): number {
  if (rooms.length === 0) return 0
  return Math.max(0, Math.min(...rooms.map(({ perSet, free, recallable }) => Math.floor((free + recallable) / perSet))))
}
