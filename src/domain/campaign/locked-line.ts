import type { SkuId } from '../ids.ts'
import type { ReturnRule } from './campaign.ts'

/** A granted line of a campaign, as far as stock depends on it. Instants in milliseconds since 1970. */
export interface LockedLine {
  /** `lockedLineKey`. */
  readonly key: string
  readonly campaignId: string
  readonly campaignCode: string
  readonly line: number
  readonly activityId: string | null
  readonly channelIds: readonly string[]
  readonly recipeId: string
  readonly listingId: string | null
  readonly components: readonly { readonly skuId: SkuId; readonly units: number }[]
  readonly returnsTo: ReturnRule
  readonly publishFromMs: number
  readonly startsAtMs: number
  /** What was kept is free from this instant on. */
  readonly endsAtMs: number
}

export interface SellingListing {
  readonly id: string
  readonly channelId: string
  readonly recipeId: string | null
}

/** The facts of an order that say which campaign it belongs to. */
export interface OrderMarks {
  readonly createdAtMs: number
  readonly campaigns: readonly string[]
}

export function lockedLineKey({ campaignId, line }: Pick<LockedLine, 'campaignId' | 'line'>): string {
  return `${campaignId}/${line}`
}

/** Whether its promise stands: by the clock alone, whoever is awake. */
export function standsAt({ endsAtMs }: Pick<LockedLine, 'endsAtMs'>, nowMs: number): boolean {
  return nowMs < endsAtMs
}

/** Whether its units are put on sale. */
export function publishesAt({ publishFromMs, endsAtMs }: LockedLine, nowMs: number): boolean {
  return publishFromMs <= nowMs && nowMs < endsAtMs
}

export function sells({ channelIds, recipeId, listingId }: LockedLine, listing: SellingListing): boolean {
  if (listingId !== null) return listingId === listing.id
  return recipeId === listing.recipeId && channelIds.includes(listing.channelId)
}

/** Of several campaigns on one listing the one that ends first comes first, then the one that began last, then the older one. */
export function inOverlapOrder(lines: readonly LockedLine[]): readonly LockedLine[] {
  return lines.toSorted(
    (a, b) =>
      a.endsAtMs - b.endsAtMs || b.startsAtMs - a.startsAtMs || Number(a.campaignId) - Number(b.campaignId) || a.line - b.line,
  )
}

/**
 * The line an order spends: that of the activity its platform marks it with, else the first whose window has its time. Whether that has
 * anything left does not count: in whatever order orders are told, each is the same campaign's.
 */
export function spentBy(
  { createdAtMs, campaigns }: OrderMarks,
  listing: SellingListing,
  lines: readonly LockedLine[],
): LockedLine | undefined {
  const selling = inOverlapOrder(lines.filter((line) => sells(line, listing)))
  const marked = selling.find(({ activityId }) => activityId !== null && campaigns.includes(activityId))
  return marked ?? selling.find(({ startsAtMs, endsAtMs }) => startsAtMs <= createdAtMs && createdAtMs < endsAtMs)
}
