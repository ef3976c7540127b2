import type { Migration } from './migration.ts'

/** By how many units each reading lowered a quota: what is lost at most where an order, or a call, came later than its shop says. */
export const freedByReadings: Migration = {
  name: '0090-freed-by-readings',
  up: (schema) => [
    `alter table ${schema}.stock_reading add column freed_units bigint not null default 0`,
    `create index stock_reading_freed_idx on ${schema}.stock_reading (listing_id, closed_at) where freed_units > 0`,
  ],
}
