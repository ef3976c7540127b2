import type { Migration } from './migration.ts'

/**
 * Each turn of a channel asks which of its readings wait, and which nobody has judged: answered by an index, whatever the
 * channel lists.
 */
export const readingsByChannel: Migration = {
  name: '0073-readings-by-channel',
  up: (schema) => [
    `alter table ${schema}.stock_reading add column channel_id bigint`,
    `update ${schema}.stock_reading r set channel_id = l.channel_id from ${schema}.listing l where l.id = r.listing_id`,
    `alter table ${schema}.stock_reading alter column channel_id set not null`,
    `create index stock_reading_channel_waiting_idx on ${schema}.stock_reading (channel_id, answered_at) where closed_at is null`,
    `create index stock_reading_channel_unjudged_idx on ${schema}.stock_reading (channel_id)
      where judged_at is null and closed_at is not null`,
  ],
}
