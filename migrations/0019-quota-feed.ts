import type { Migration } from './migration.ts'

/** A number for each change of what a listing may sell, for those who follow them; old ones are forgotten. */
export const quotaFeed: Migration = {
  name: '0019-quota-feed',
  up: (schema) => [
    `create table ${schema}.listing_quota_change (
       id bigint generated always as identity primary key,
       channel_id bigint not null,
       listing_id bigint not null,
       recorded_at timestamptz not null
     )`,
  ],
}
