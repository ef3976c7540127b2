/** A counter as it was read while an order may have been hiding; instants by the platform's clock. */
export interface Sample {
  readonly shownUnits: number
  readonly reservedUnits: number | null
  readonly sentAtMs: number
  readonly answeredAtMs: number
}

/** Stamps of orders are whole seconds. */
const DOUBT_MS = 1_000

/**
 * The newest samples that surely saw an order unpaid, and paid but hidden. It hid from a sample if no list showed it although every order up to
 * the sample was booked. Null where there is none of either: what a counter does with such an order is then not known.
 */
export function samplesOfHidden(
  samples: readonly Sample[],
  order: { readonly createdAtMs: number; readonly paidAtMs: number | null },
  quietThroughMs: number,
): { readonly unpaid: Sample; readonly hidden: Sample } | null {
  const { createdAtMs, paidAtMs } = order
  if (paidAtMs === null) return null
  const after = (ms: number) => (sample: Sample) => sample.sentAtMs > ms + DOUBT_MS
  const unpaid = samples.filter(after(createdAtMs)).findLast(({ answeredAtMs }) => answeredAtMs < paidAtMs)
  const hidden = samples.filter(after(paidAtMs)).findLast((sample) => isQuiet(sample, quietThroughMs))
  return unpaid && hidden ? { unpaid, hidden } : null
}

/** Of samples that are alike in a row the first stays and the last two: the newest is not known yet to have been quiet. */
export function addSample(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  const [first, before, ...rest] = samples.slice(-3)
  const alike = [first, before, ...rest].filter(
    (one) => one?.shownUnits === sample.shownUnits && one.reservedUnits === sample.reservedUnits,
  )
  return [...(alike.length === 3 ? samples.filter((one) => one !== before) : samples), sample]
}

/** The newest sample has to be surely before or after an order that shows; until then there is no other one. */
export function isQuiet({ answeredAtMs }: Sample, quietThroughMs: number): boolean {
  return answeredAtMs + DOUBT_MS < quietThroughMs
}
