import type { Migration } from './migration.ts'

/** What operators have said of whether goods are sold, as far as it still counts: listings that join later are stopped by it, too. */
export const sellingScopes: Migration = {
  name: '0034-selling-scopes',
  up: (schema) => [
    // Of all rows a listing is within, the newest counts. A newer one takes the place of those within its own scope.
    `create table ${schema}.selling_scope (
       id bigint generated always as identity primary key,
       channel_id bigint references ${schema}.channel (id),
       listing_id bigint references ${schema}.listing (id),
       sku_id bigint references ${schema}.sku (id),
       stops boolean not null,
       actor text not null,
       said_at timestamptz not null
     )`,
  ],
}
