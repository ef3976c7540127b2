import type { PoolId } from '../../domain/ids.ts'

/** What a listing may still sell out of one pool; below zero too. */
export interface ListingQuota {
  readonly listingId: string
  readonly poolId: PoolId
  readonly units: number
}

export function quotaKey({ listingId, poolId }: Pick<ListingQuota, 'listingId' | 'poolId'>): string {
  return `${listingId}/${poolId}`
}
