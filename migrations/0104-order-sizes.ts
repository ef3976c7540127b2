import type { Migration } from './migration.ts'

/** How many orders took what a listing has sold, and how much each took: chance moves sales more that come in large orders. */
export const orderSizes: Migration = {
  name: '0104-order-sizes',
  up: (schema) => [
    `alter table ${schema}.listing_publishing
       add column sold_orders bigint not null default 0,
       add column sold_orders_seen bigint not null default 0,
       add column demand_squares double precision not null default 0`,
  ],
}
