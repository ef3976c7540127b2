/** Who shares, how much of the whole it should get beside the others, and what it has already. */
export interface Sharer {
  /** At least 0; 0: it gets nothing. */
  readonly weight: number
  /** It may come to so many in all. */
  readonly most: number
  units: number
}

/** Halvings after which no number of units that anybody has is told apart. */
const HALVINGS = 50

/**
 * Adds whole units by weight, one at a time, each to whoever has least for its weight: the divisor method of Sainte-Laguë. What
 * the sharers have already counts. One unit more to share never means less for anyone; of equals the first comes first. Returns
 * what nobody may have.
 */
export function apportion(units: number, sharers: readonly Sharer[]): number {
  if (units <= 0) return 0
  const perWeight = divisorFor(units, sharers)
  let left = units
  for (const sharer of sharers) {
    const more = moreAt(sharer, perWeight)
    sharer.units += more
    left -= more
  }
  // What is left are the units of sharers that come next at the same divisor, or of nobody.
  while (left > 0) {
    const next = nextOf(sharers)
    if (next === null) return left
    next.units += 1
    left -= 1
  }
  return 0
}

/** The largest divisor, as far as it can be told, by which no more is given than there is. */
function divisorFor(units: number, sharers: readonly Sharer[]): number {
  let [low, high] = [0, 0]
  for (const { weight, units: has } of sharers) if (weight > 0) high = Math.max(high, (has + units + 1) / weight)
  if (givenAt(sharers, high) <= units) return high
  for (let n = 0; n < HALVINGS; n += 1) {
    const middle = (low + high) / 2
    const given = givenAt(sharers, middle)
    // A larger one by which as much is given gives everybody the same.
    if (given === units) return middle
    if (given < units) low = middle
    else high = middle
  }
  return low
}

function givenAt(sharers: readonly Sharer[], perWeight: number): number {
  let given = 0
  for (const sharer of sharers) given += moreAt(sharer, perWeight)
  return given
}

function moreAt({ weight, most, units }: Sharer, perWeight: number): number {
  const share = Math.floor(weight * perWeight + 0.5)
  return Math.max(0, (share < most ? share : most) - units)
}

function nextOf(sharers: readonly Sharer[]): Sharer | null {
  let best: Sharer | null = null
  let most = 0
  for (const sharer of sharers) {
    const claim = sharer.units < sharer.most ? sharer.weight / (2 * sharer.units + 1) : 0
    if (claim > most) [best, most] = [sharer, claim]
  }
  return best
}
