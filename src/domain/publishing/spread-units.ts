/** Units by place, in the order of the places. */
export interface UnitsAt<Place> {
  readonly place: Place
  readonly units: number
}

/**
 * Where units come from: the first place that has them all, else some of each in turn. What no place has is asked of the
 * first one all the same.
 */
export function spreadUnits<Place>(wanted: number, places: readonly UnitsAt<Place>[]): readonly UnitsAt<Place>[] {
  if (wanted <= 0) return []
  const whole = places.find(({ units }) => units >= wanted)
  if (whole) return [{ place: whole.place, units: wanted }]
  const some = drainUnits(wanted, places)
  const missing = wanted - some.reduce((sum, { units }) => sum + units, 0)
  const [first] = places
  if (!first || missing === 0) return some
  const [taken] = some
  if (taken?.place === first.place) return [{ place: first.place, units: taken.units + missing }, ...some.slice(1)]
  return [{ place: first.place, units: missing }, ...some]
}

/** Takes from each place in turn what it has, up to what is wanted. */
export function drainUnits<Place>(wanted: number, places: readonly UnitsAt<Place>[]): readonly UnitsAt<Place>[] {
  let left = wanted
  return places.flatMap(({ place, units }) => {
    const taken = Math.min(Math.max(0, units), left)
    left -= taken
    return taken > 0 ? [{ place, units: taken }] : []
  })
}
