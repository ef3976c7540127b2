import type { PoolId } from '../../domain/ids.ts'
import type { CoveredQuota } from '../../domain/quota-cover.ts'

/** What a listing may still sell out of one pool; below zero too. */
export interface ListingQuota extends CoveredQuota {
  readonly listingId: string
  readonly poolId: PoolId
}

export function quotaKey({ listingId, poolId }: Pick<ListingQuota, 'listingId' | 'poolId'>): string {
  return `${listingId}/${poolId}`
}
