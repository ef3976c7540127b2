import { USUAL_PER_SECOND } from './demand.ts'

/** How fast the goods with one tag usually sell in a listing: the middle one of those that are known. */
export interface TagDemand {
  readonly tag: string
  readonly perSecond: number
  /** How many of them are known. */
  readonly skus: number
}

/** So many SKUs like it have to be known before they count as much as what is thought of any goods. */
const DOUBT_SKUS = 3
/** A tag that many goods have counts no more than one of so many. */
const SKUS_MAX = 20

/**
 * How fast goods of which nothing is known are thought to sell in a listing, by those they share tags with: each tag by how many of
 * its goods are known, and drawn towards what is thought of any goods as long as they are few.
 */
export function similarPerSecond(tags: readonly TagDemand[]): number {
  if (tags.length === 0) return USUAL_PER_SECOND
  let [weight, sum] = [DOUBT_SKUS, DOUBT_SKUS * USUAL_PER_SECOND]
  for (const { perSecond, skus } of tags.toSorted(byTag)) {
    const own = Math.min(SKUS_MAX, skus)
    weight += own
    sum += own * perSecond
  }
  return sum / weight
}

/** Fractions are added up in the same order, whatever order they come in. */
function byTag({ tag: a }: TagDemand, { tag: b }: TagDemand): number {
  return a < b ? -1 : Number(a > b)
}
