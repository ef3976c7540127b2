import type { PlanListing } from '../publishing/read-plan.ts'

/** What a change of rules does to one listing, in sets of it. */
export interface QuotaChange {
  readonly listingId: string
  readonly channelId: string
  readonly beforeSets: number
  readonly afterSets: number
}

export interface ChannelChanges {
  readonly channelId: string
  /** Listings of which another number is wanted. */
  readonly changed: number
  readonly raisedSets: number
  readonly loweredSets: number
  /** Listings that had something to sell and would have nothing. */
  readonly emptied: number
}

export interface CountedChanges {
  readonly listings: number
  readonly channels: readonly ChannelChanges[]
  /** Those that change most, the largest first. */
  readonly largest: readonly QuotaChange[]
  /** Some of those that would have nothing, those that have most now first. */
  readonly emptied: readonly QuotaChange[]
}

interface Looked {
  readonly listing: Pick<PlanListing, 'id' | 'channelId'>
  /** Of several SKUs: it may be looked at with each of them. */
  readonly isSet: boolean
  readonly before: number
  readonly after: number
}

/** Sums up changes one by one, and remembers no more of them than are asked for. */
export class ChangesCounted {
  readonly #top: number
  readonly #channels = new Map<string, ChannelChanges>()
  readonly #sets = new Set<string>()
  #listings = 0
  readonly #largest: QuotaChange[] = []
  readonly #emptied: QuotaChange[] = []

  constructor(top: number) {
    this.#top = top
  }

  add({ listing, isSet, before, after }: Looked): void {
    const { id, channelId } = listing
    if (isSet && this.#sets.has(id)) return
    if (isSet) this.#sets.add(id)
    this.#listings += 1
    if (before === after) return
    const isEmptied = before > 0 && after === 0
    const sum = this.#channels.get(channelId) ?? { channelId, changed: 0, raisedSets: 0, loweredSets: 0, emptied: 0 }
    this.#channels.set(channelId, {
      channelId,
      changed: sum.changed + 1,
      raisedSets: sum.raisedSets + Math.max(0, after - before),
      loweredSets: sum.loweredSets + Math.max(0, before - after),
      emptied: sum.emptied + Number(isEmptied),
    })
    const change = { listingId: id, channelId, beforeSets: before, afterSets: after }
    this.#remember(this.#largest, change)
    if (isEmptied) this.#remember(this.#emptied, change)
  }

  sum(): CountedChanges {
    return {
      listings: this.#listings,
      channels: [...this.#channels.values()].toSorted((a, b) => Number(a.channelId) - Number(b.channelId)),
      largest: this.#largest.toSorted(byUnits).slice(0, this.#top),
      emptied: this.#emptied.toSorted(byUnits).slice(0, this.#top),
    }
  }

  /** Sorted now and then only: twice as many as are asked for are kept until then. */
  #remember(changes: QuotaChange[], change: QuotaChange): void {
    changes.push(change)
    if (changes.length < 2 * this.#top + 100) return
    changes.splice(0, changes.length, ...changes.toSorted(byUnits).slice(0, this.#top))
  }
}

function byUnits(a: QuotaChange, b: QuotaChange): number {
  const size = ({ beforeSets, afterSets }: QuotaChange): number => Math.abs(afterSets - beforeSets)
  return size(b) - size(a) || Number(a.listingId) - Number(b.listingId)
}
