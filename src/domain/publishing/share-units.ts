/** Who shares, and how much of the whole each should get. */
export interface Sharer<Id> {
  readonly id: Id
  /** At least 0; where all are 0, all are equal. */
  readonly weight: number
}

/**
 * Splits whole units by weight, so that the parts add up to all of them. The divisor method of Sainte-Laguë: one unit more to
 * share never means less for anyone.
 */
export function shareUnits<Id>(units: number, sharers: readonly Sharer<Id>[]): ReadonlyMap<Id, number> {
  const total = sharers.reduce((sum, { weight }) => sum + weight, 0)
  const weighed = sharers.map(({ id, weight }, place) => ({ id, place, weight: total > 0 ? weight : 1 }))
  const whole = total > 0 ? total : sharers.length
  const seats = weighed.map((sharer) => ({ ...sharer, units: beginning(units, sharer.weight, whole) }))
  let left = units - seats.reduce((sum, seat) => sum + seat.units, 0)
  while (left > 0) {
    const next = seats.reduce((best, seat) => (claims(seat, best) ? seat : best))
    next.units += 1
    left -= 1
  }
  return new Map(seats.map((seat) => [seat.id, seat.units]))
}

/** So many units the method surely gives: it never strays below the proportional share by a whole unit a sharer. */
function beginning(units: number, weight: number, whole: number): number {
  return Math.max(0, Math.floor((units * weight) / whole) - 1)
}

interface Seat {
  readonly place: number
  readonly weight: number
  units: number
}

/** Which of two gets the next unit: the larger quotient, of equals the one that was named first. */
function claims(seat: Seat, best: Seat): boolean {
  const [mine, theirs] = [seat.weight * (2 * best.units + 1), best.weight * (2 * seat.units + 1)]
  return mine > theirs || (mine === theirs && seat.place < best.place)
}
