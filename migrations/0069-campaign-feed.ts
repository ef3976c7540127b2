import type { Migration } from './migration.ts'

/** A number for each change of how a campaign goes, for those who follow it; old ones are forgotten. */
export const campaignFeed: Migration = {
  name: '0069-campaign-feed',
  up: (schema) => [
    `create table ${schema}.campaign_change (
       id bigint generated always as identity primary key,
       code text not null,
       recorded_at timestamptz not null
     )`,
  ],
}
