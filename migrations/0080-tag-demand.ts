import type { Migration } from './migration.ts'

/** How fast goods with a tag usually sell: what new goods with it are thought to do until they are known. */
export const tagDemand: Migration = {
  name: '0080-tag-demand',
  up: (schema) => [
    `create table ${schema}.tag_demand (
       tag text primary key,
       per_second double precision not null,
       skus integer not null,
       reckoned_at timestamptz not null,
       constraint tag_demand_positive check (per_second > 0 and skus > 0)
     )`,
  ],
}
