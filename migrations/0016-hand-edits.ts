import type { Migration } from './migration.ts'

/** What is read of each listing from time to time, and what another hand was found to have changed. */
export const handEdits: Migration = {
  name: '0016-hand-edits',
  up: (schema) => [
    `alter table ${schema}.channel
       add column hand_edits text not null default 'cut back',
       add constraint channel_hand_edits_known check (hand_edits in ('adopt', 'cut back', 'alarm'))`,

    // seen_*: the last reading that was judged. doubted_at: what the shop was told before may be missing from our books.
    `alter table ${schema}.listing_publishing
       add column watch_at timestamptz not null default '-infinity',
       add column seen_from timestamptz,
       add column seen_to timestamptz,
       add column seen_least bigint,
       add column seen_most bigint,
       add column doubted_at timestamptz,
       add column cut_to bigint,
       add column cut_until timestamptz`,
    `create index listing_publishing_watch_idx on ${schema}.listing_publishing (channel_id, watch_at)`,
    `create index listing_publishing_doubted_idx on ${schema}.listing_publishing (channel_id) where doubted_at is not null`,

    `alter table ${schema}.stock_reading add column judged_at timestamptz`,
    `create index stock_reading_unjudged_idx on ${schema}.stock_reading (listing_id, answered_at)
       where judged_at is null and closed_at is not null`,
    `create index stock_reading_judged_idx on ${schema}.stock_reading (judged_at) where judged_at is not null`,

    // covered_at: the units beyond the quota are in the books. Findings without it are taken up again after a crash.
    `create table ${schema}.listing_finding (
       id bigint generated always as identity primary key,
       channel_id bigint not null references ${schema}.channel (id),
       listing_id bigint not null references ${schema}.listing (id),
       kind text not null,
       units bigint not null,
       above_quota bigint not null,
       shown_units bigint not null,
       least_expected bigint,
       most_expected bigint,
       quota bigint not null,
       policy text not null,
       changed_from timestamptz not null,
       changed_to timestamptz not null,
       adopted bigint not null default 0,
       cut_back bigint not null default 0,
       found_at timestamptz not null,
       covered_at timestamptz,
       constraint listing_finding_kind_known check (kind in ('raised', 'lowered', 'joined again')),
       constraint listing_finding_units_positive check (units > 0 and above_quota >= 0)
     )`,
    `create index listing_finding_channel_idx on ${schema}.listing_finding (channel_id, changed_to)`,
    `create index listing_finding_listing_idx on ${schema}.listing_finding (listing_id, id)`,
    `create index listing_finding_uncovered_idx on ${schema}.listing_finding (channel_id) where covered_at is null`,
  ],
}
