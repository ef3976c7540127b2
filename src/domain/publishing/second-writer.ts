/** A change of a listing's number that neither orders nor commands of ours explain. */
export interface ForeignChange {
  readonly listingId: string
  /** Between the reading before it and the one that showed it, of the platform's clock. */
  readonly fromMs: number
  readonly toMs: number
  /** Above zero: raised. At least so many. */
  readonly units: number
  /** The number it was found at. */
  readonly shownUnits: number
}

export type WriterSign =
  /** Within one hour, on several listings: nobody types that. */
  | { readonly sign: 'several listings'; readonly changes: readonly ForeignChange[] }
  /** Again and again after the same time. */
  | { readonly sign: 'rhythm'; readonly changes: readonly ForeignChange[]; readonly everyMs: number }
  /** Whatever we change, the number comes back. */
  | { readonly sign: 'same number'; readonly changes: readonly ForeignChange[] }

const TOGETHER_MS = 3_600_000
const LISTINGS_MIN = 3
const REPEATS_MIN = 4
/** Gaps of a rhythm differ by less than this part of their middle one, or by what the readings leave open. */
const RHYTHM_SPREAD = 0.25

/**
 * Whether another program writes to the shop: a person edits a listing now and then, a program edits several within an
 * hour, or one again and again to the same number or after the same time. Changes in order of `toMs`.
 */
export function findSecondWriter(changes: readonly ForeignChange[]): WriterSign | null {
  return severalListings(changes) ?? everyListing(changes, sameNumber) ?? everyListing(changes, rhythm)
}

function severalListings(changes: readonly ForeignChange[]): WriterSign | null {
  for (const last of changes) {
    const together = changes.filter(({ fromMs, toMs }) => toMs <= last.toMs && fromMs > last.toMs - TOGETHER_MS)
    if (new Set(together.map(({ listingId }) => listingId)).size >= LISTINGS_MIN)
      return { sign: 'several listings', changes: together }
  }
  return null
}

function everyListing(
  changes: readonly ForeignChange[],
  look: (own: readonly ForeignChange[]) => WriterSign | null,
): WriterSign | null {
  for (const own of Map.groupBy(changes, ({ listingId }) => listingId).values()) {
    const found = own.length >= REPEATS_MIN ? look(own.slice(-REPEATS_MIN)) : null
    if (found) return found
  }
  return null
}

function sameNumber(own: readonly ForeignChange[]): WriterSign | null {
  const same = own.every(({ shownUnits }) => shownUnits === own[0]?.shownUnits)
  return same ? { sign: 'same number', changes: own } : null
}

function rhythm(own: readonly ForeignChange[]): WriterSign | null {
  const gaps = own.slice(1).map((change, n) => middle(change) - middle(own[n] ?? change))
  const sorted = gaps.toSorted((a, b) => a - b)
  const everyMs = sorted[Math.floor(sorted.length / 2)] ?? 0
  const [shortest, longest] = [sorted[0] ?? 0, sorted.at(-1) ?? 0]
  const openMs = Math.max(...own.map(({ fromMs, toMs }) => toMs - fromMs))
  const steady = everyMs > 2 * openMs && longest - shortest <= everyMs * RHYTHM_SPREAD
  return steady ? { sign: 'rhythm', changes: own, everyMs } : null
}

function middle({ fromMs, toMs }: ForeignChange): number {
  return (fromMs + toMs) / 2
}
