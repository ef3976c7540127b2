/** Instants of the platform's clock between which something happened. */
export interface Span {
  readonly fromMs: number
  readonly toMs: number
}

/**
 * Something that changed the number a shop shows. `certain`: it did happen, and wholly; else it may have happened wholly,
 * in part, or not at all.
 */
export interface LevelChange extends Span {
  readonly units: number
  readonly certain: boolean
}

/** The number a shop showed at some instant of a span, as far as it can be told. */
export interface Level extends Span {
  readonly leastUnits: number
  readonly mostUnits: number
}

export interface Expected {
  readonly leastUnits: number
  readonly mostUnits: number
}

/**
 * Between which numbers a level has to lie after an earlier one, if nothing but these changes touched it. `stops`: when the
 * number may have been set to zero. Every doubt widens the answer.
 */
export function expectLevel(
  { before, at }: { readonly before: Level; readonly at: Span },
  { changes, stops = [] }: { readonly changes: readonly LevelChange[]; readonly stops?: readonly Span[] },
): Expected {
  let { leastUnits, mostUnits } = before
  for (const change of changes) {
    const surely = change.certain && change.fromMs > before.toMs && change.toMs < at.fromMs
    if (!mayLieBetween(change, { before, at })) continue
    if (change.units < 0 || surely) leastUnits += change.units
    if (change.units > 0 || surely) mostUnits += change.units
  }
  if (stops.some((stop) => mayLieBetween(stop, { before, at }))) {
    // What was raised after the stop is still there, what was there before may be gone.
    return { leastUnits: 0, mostUnits: Math.max(mostUnits, raisedIn(changes, { before, at })) }
  }
  return { leastUnits: Math.max(0, leastUnits), mostUnits: Math.max(0, mostUnits) }
}

function mayLieBetween(span: Span, { before, at }: { readonly before: Span; readonly at: Span }): boolean {
  return span.toMs >= before.fromMs && span.fromMs <= at.toMs
}

function raisedIn(changes: readonly LevelChange[], window: { readonly before: Span; readonly at: Span }): number {
  const raises = changes.filter((change) => change.units > 0 && mayLieBetween(change, window))
  return raises.reduce((sum, { units }) => sum + units, 0)
}
