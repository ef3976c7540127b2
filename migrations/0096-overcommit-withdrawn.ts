import type { Migration } from './migration.ts'

/** Goods whose grants were taken back since the budget had run out: they are planned again as soon as it is back. */
export const overcommitWithdrawn: Migration = {
  name: '0096-overcommit-withdrawn',
  up: (schema) => [
    `create table ${schema}.overcommit_withdrawn (
       sku_id bigint primary key references ${schema}.sku (id),
       withdrawn_at timestamptz not null
     )`,
  ],
}
