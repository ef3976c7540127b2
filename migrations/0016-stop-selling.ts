import type { Migration } from './migration.ts'

/** Which listings an operator has stopped, and whether their shops were told; and which are to have more for a while. */
export const stopSelling: Migration = {
  name: '0016-stop-selling',
  up: (schema) => [
    `alter table ${schema}.listing_publishing
       add column stopped_at timestamptz,
       add column stopped_by text,
       add column stop_next_at timestamptz,
       add column stop_told_at timestamptz,
       add column boost_to bigint,
       add column boost_until timestamptz,
       add column boosted_by text`,
    `create index listing_publishing_stop_idx on ${schema}.listing_publishing (channel_id, stop_next_at)
       where stop_next_at is not null`,
  ],
}
