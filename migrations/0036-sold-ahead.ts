import type { Migration } from './migration.ts'

/** Listings whose number counts on goods that are still to come, by the word of an operator. */
export const soldAhead: Migration = {
  name: '0036-sold-ahead',
  up: (schema) => [
    `alter table ${schema}.listing add column sold_ahead boolean not null default false`,
    `create index listing_sold_ahead_idx on ${schema}.listing (channel_id, id) where sold_ahead`,
  ],
}
