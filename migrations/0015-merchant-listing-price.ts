import type { Migration } from './migration.ts'

/** What a unit costs in the shop, as it listed it last: divergence is told in money. */
export const merchantListingPrice: Migration = {
  name: '0015-merchant-listing-price',
  up: (schema) => [
    `alter table ${schema}.listing
       add column price_fen bigint,
       add constraint listing_price_not_negative check (price_fen >= 0)`,
  ],
}
