import type { Migration } from './migration.ts'

/** How many units a line was topped up with by itself, of those it has; when it was taken down. */
export const campaignLinesTended: Migration = {
  name: '0068-campaign-lines-tended',
  up: (schema) => [
    `alter table ${schema}.campaign_line
       add column topped_up bigint not null default 0,
       add column taken_down_at timestamptz`,
  ],
}
