import type { Migration } from './migration.ts'

/** What a listing has sold over days, and in which time it could have: shares are reckoned from it. */
export const demandMemory: Migration = {
  name: '0050-demand-memory',
  up: (schema) => [
    `alter table ${schema}.listing_publishing
       add column demand_units double precision not null default 0,
       add column demand_seconds double precision not null default 0`,
  ],
}
