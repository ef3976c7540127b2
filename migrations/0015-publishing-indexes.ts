import type { Migration } from './migration.ts'

/** From goods to the listings that sell them, which is how quotas are reckoned anew. */
export const publishingIndexes: Migration = {
  name: '0015-publishing-indexes',
  up: (schema) => [`create index listing_open_version_version_idx on ${schema}.listing_open_version (recipe_version_id)`],
}
