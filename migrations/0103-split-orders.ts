import type { Migration } from './migration.ts'

/** The orders that others were split into, in the order in which they were changed last. */
export const splitOrders: Migration = {
  name: '0103-split-orders',
  up: (schema) => [
    `create index channel_order_split_idx on ${schema}.channel_order (channel_id, modified_at) where parent_id is not null`,
  ],
}
