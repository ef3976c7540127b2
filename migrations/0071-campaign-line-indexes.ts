import type { Migration } from './migration.ts'

/** Which campaigns a listing is in, and which of them their platforms freeze, without a look at all of them. */
export const campaignLineIndexes: Migration = {
  name: '0071-campaign-line-indexes',
  up: (schema) => [
    `create index campaign_line_listing_idx on ${schema}.campaign_line (listing_id) where listing_id is not null`,
    `create index campaign_line_recipe_idx on ${schema}.campaign_line (recipe_id) where listing_id is null`,
    `create index campaign_freezes_idx on ${schema}.campaign (ends_at) where freezes`,
  ],
}
