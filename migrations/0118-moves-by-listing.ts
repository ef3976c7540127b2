import type { Migration } from './migration.ts'

/** Settled moves are kept: whoever looks for those of one listing went through those of all, which only ever grow. */
export const movesByListing: Migration = {
  name: '0118-moves-by-listing',
  up: (schema) => [`create index stock_command_listing_idx on ${schema}.stock_command (listing_id, created_at, id)`],
}
