import type { Migration } from './migration.ts'

/**
 * What was learned of an unpaid order by asking for its number, by the shop's clock: up to when it was surely still unpaid, and since when
 * the shop knows it no more.
 */
export const unpaidOrders: Migration = {
  name: '0110-unpaid-orders',
  up: (schema) => [`alter table ${schema}.channel_order add column unpaid_at timestamptz, add column gone_at timestamptz`],
}
