import type { Migration } from './migration.ts'

/** Those that have joined just now are looked for each second: with nothing to sell they leave no other trace. */
export const listingsByJoining: Migration = {
  name: '0077-listings-by-joining',
  up: (schema) => [`create index listing_joined_idx on ${schema}.listing (joined_at) where joined_at is not null`],
}
