import type { Migration } from './migration.ts'

/** What a shop was told before this instant may be missing from our books: the database was restored then, or failed over. */
export const channelDoubt: Migration = {
  name: '0016-channel-doubt',
  up: (schema) => [`alter table ${schema}.channel add column doubted_at timestamptz`],
}
