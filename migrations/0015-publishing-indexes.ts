import type { Migration } from './migration.ts'

/** From goods to the listings that sell them, which is how quotas are reckoned anew; and recipe versions that wait or go. */
export const publishingIndexes: Migration = {
  name: '0015-publishing-indexes',
  up: (schema) => [
    `create index listing_open_version_version_idx on ${schema}.listing_open_version (recipe_version_id)`,
    `create index recipe_version_pending_idx on ${schema}.recipe_version (id) where granted_at is null`,
    // Set while a listing may still be open for a version before it.
    `alter table ${schema}.recipe_version add column closes_earlier boolean not null default true`,
    `create index recipe_version_later_idx on ${schema}.recipe_version (recipe_id) where version > 1 and closes_earlier`,
  ],
}
