import type { Migration } from './migration.ts'

/** Direct sales of campaigns: what they spent of what is promised, and under which key buyers are digested. */
export const campaignSales: Migration = {
  name: '0067-campaign-sales',
  up: (schema) => [
    // Another one for each campaign: digests of two campaigns do not say whether it was the same buyer.
    `alter table ${schema}.campaign add column buyer_key bytea`,
    `alter table ${schema}.campaign_hold_line
       add column pool_id bigint,
       add column spent bigint not null default 0,
       drop constraint campaign_hold_line_positive,
       add constraint campaign_hold_line_not_negative check (units >= 0 and spent >= 0 and spent <= units)`,
    // What expired holds have spent goes back.
    `create index campaign_hold_line_spent_idx on ${schema}.campaign_hold_line (hold_id) where spent > 0`,
  ],
}
