/** How many units a listing has sold of late, counted so that older ones weigh less. */
export interface Demand {
  /** Units a second. */
  readonly perSecond: number
  readonly atMs: number
}

/** After so long a unit sold weighs 1/e. */
const MEMORY_MS = 1_200_000

/**
 * Demand after more was, or was not, sold. While there was nothing to sell nothing could be: then what is known stays as it
 * is, so that a shop that ran out is not taken for one that nobody wants.
 */
export function demandAfter(
  before: Demand | null,
  { sold, nowMs, couldSell }: { readonly sold: number; readonly nowMs: number; readonly couldSell: boolean },
): Demand {
  const { perSecond, atMs } = before ?? { perSecond: 0, atMs: nowMs }
  const passed = couldSell || sold > 0 ? Math.max(0, nowMs - atMs) : 0
  return { perSecond: perSecond * Math.exp(-passed / MEMORY_MS) + sold / (MEMORY_MS / 1_000), atMs: nowMs }
}

/** Units expected to be sold while nobody looks, at a confidence that most such times are no worse. */
export function expectedSales({ perSecond }: Pick<Demand, 'perSecond'>, seconds: number): number {
  const mean = perSecond * seconds
  return Math.ceil(mean + Math.sqrt(mean))
}
