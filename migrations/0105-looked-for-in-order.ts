import type { Migration } from './migration.ts'

/**
 * The one row that a turn looks for is the first of an index: a planner that takes many rows to match then never goes through the table
 * to find one of them.
 */
export const lookedForInOrder: Migration = {
  name: '0105-looked-for-in-order',
  up: (schema) => [
    `create index listing_publishing_next_idx on ${schema}.listing_publishing (channel_id, next_at, listing_id) where next_at is not null`,
    `drop index ${schema}.listing_publishing_due_idx`,
    `create index stock_reading_channel_judging_idx on ${schema}.stock_reading (channel_id, answered_at)
      where judged_at is null and closed_at is not null`,
    `drop index ${schema}.stock_reading_channel_unjudged_idx`,
  ],
}
