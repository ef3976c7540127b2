import type { Migration } from './migration.ts'

/** The orders that one was split into. */
export const orderParents: Migration = {
  name: '0091-order-parents',
  up: (schema) => [
    `create index channel_order_parent_idx on ${schema}.channel_order (channel_id, parent_id) where parent_id is not null`,
  ],
}
