/** At an even pace, how many of `total` events are to have begun by now: the next is due as soon as the clock has reached it. */
export function dueBy(elapsedMs: number, { perSecond, total }: { readonly perSecond: number; readonly total: number }): number {
  return Math.min(total, Math.ceil((elapsedMs / 1_000) * perSecond))
}
