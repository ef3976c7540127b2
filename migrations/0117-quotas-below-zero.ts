import type { Migration } from './migration.ts'

/**
 * A sale changes a quota and seldom its sign. PostgreSQL writes a row anew without touching its indexes only where nothing they are made of
 * has changed, and the quota itself was the condition of one: each sale made new entries in both, and left dead ones behind to be walked over.
 */
export const quotasBelowZero: Migration = {
  name: '0117-quotas-below-zero',
  up: (schema) => [
    `drop index ${schema}.listing_quota_negative_idx`,
    `alter table ${schema}.listing_quota
       add column below_zero boolean not null generated always as (quota < 0) stored,
       set (fillfactor = 80)`,
    `create index listing_quota_below_zero_idx on ${schema}.listing_quota (listing_id) where below_zero`,
  ],
}
