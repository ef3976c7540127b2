/** Units that a payment took although the quota had none left, and that the pool had held for its order while it was unpaid. */
export interface Cover {
  /** When the order was paid, by the shop's clock. */
  readonly atMs: number
  /** In units of the listing. */
  readonly units: number
}

/** What a listing may still sell, and the covers in it that a cancellation told later may explain. */
export interface CoveredQuota {
  readonly units: number
  /** Oldest first. */
  readonly covers: readonly Cover[]
}

/** Older covers stay in the quota for good: that is the cautious side. */
const COVERS_MAX = 50
/** Stamps are whole seconds: what happened less than this before a payment may have happened after it. */
const DOUBT_MS = 1_000

/**
 * An unpaid order of a listing that takes units at payment has been paid: the quota falls by its units. As far as it has
 * none, units that were held for the order cover it instead of going back to what is free: the platform may have sold more
 * than it had.
 */
export function takePaid(
  quota: CoveredQuota,
  { units, held, atMs }: { units: number; held: number; atMs: number },
): CoveredQuota {
  const left = quota.units - units
  const covered = Math.min(held, Math.max(0, -left))
  if (covered === 0) return { ...quota, units: left }
  const covers = [...quota.covers, { atMs, units: covered }].toSorted((a, b) => a.atMs - b.atMs)
  return { units: left + covered, covers: covers.slice(-COVERS_MAX) }
}

/**
 * Units came back to the shop's counter. Those that did before a covered payment are what that payment took: nothing was
 * oversold, so the cover goes back to what is free, as if the order had never been seen unpaid.
 */
export function giveBackTo(quota: CoveredQuota, { units, atMs }: { units: number; atMs: number }): CoveredQuota {
  let left = units
  const covers = quota.covers.flatMap((cover) => {
    if (cover.atMs < atMs + DOUBT_MS) return [cover]
    const explained = Math.min(left, cover.units)
    left -= explained
    return explained === cover.units ? [] : [{ ...cover, units: cover.units - explained }]
  })
  return { units: quota.units + left, covers }
}
