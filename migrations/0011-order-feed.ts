import type { Migration } from './migration.ts'

/** A number for each change of an order, in which those who follow them can see how far they have read. */
export const orderFeed: Migration = {
  name: '0011-order-feed',
  up: (schema) => [
    `alter table ${schema}.channel_order_change add column id bigint generated always as identity`,
    `create unique index channel_order_change_id_key on ${schema}.channel_order_change (id)`,
  ],
}
