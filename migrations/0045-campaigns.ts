import type { Migration } from './migration.ts'

/** Campaigns as they are planned, which units they were promised, and which orders have spent them. */
export const campaigns: Migration = {
  name: '0045-campaigns',
  up: (schema) => [
    `alter table ${schema}.campaign
       add column kind text not null default 'limited_discount',
       add column activity_id text,
       add column enrols_at timestamptz,
       add column lead_ms bigint not null default 0,
       add column grants_at timestamptz,
       add column on_shortage text not null default 'refuse',
       add column returns_to text not null default 'campaign',
       add column granted_at timestamptz,
       add column ended_at timestamptz,
       add column cancelled boolean not null default false,
       add column grant_problem text,
       add column revision integer not null default 1,
       add column tended_phase text,
       add constraint campaign_kind_known check (kind in
         ('spend_and_save', 'limited_discount', 'flash_sale', 'gift', 'members_only', 'presale', 'livestream')),
       add constraint campaign_on_shortage_known check (on_shortage in ('refuse', 'take_what_there_is')),
       add constraint campaign_returns_to_known check (returns_to in ('campaign', 'pool')),
       add constraint campaign_lead_not_negative check (lead_ms >= 0)`,
    `create index campaign_tending_idx on ${schema}.campaign (id) where tended_phase is distinct from 'closed'`,

    `create table ${schema}.campaign_channel (
       campaign_id bigint not null references ${schema}.campaign (id),
       channel_id bigint not null references ${schema}.channel (id),
       place integer not null,
       primary key (campaign_id, channel_id)
     )`,

    `alter table ${schema}.campaign_line
       add column line integer not null default 1,
       add column listing_id bigint references ${schema}.listing (id),
       add column recipe_version_id bigint references ${schema}.recipe_version (id),
       add column minimum bigint not null default 0,
       add column limit_per_buyer bigint,
       add column threshold bigint,
       add column on_threshold text not null default 'warn',
       add column is_gift boolean not null default false,
       add column removed boolean not null default false,
       add column threshold_at timestamptz,
       add column sold_out_at timestamptz,
       add constraint campaign_line_key unique (campaign_id, line),
       add constraint campaign_line_on_threshold_known check (on_threshold in ('warn', 'top_up', 'take_down')),
       add constraint campaign_line_not_negative check
         (minimum >= 0 and (limit_per_buyer is null or limit_per_buyer > 0) and (threshold is null or threshold >= 0))`,

    // Granted is what was promised. What is neither kept, published nor spent is missing, and is made up out of what is free.
    `alter table ${schema}.lock_line
       add column per_set integer not null default 1,
       add column granted bigint not null default 0,
       add column open boolean not null default true,
       add constraint lock_line_within_granted check (kept + published + spent <= granted),
       add constraint lock_line_per_set_positive check (per_set > 0)`,
    `drop index ${schema}.lock_line_balance_idx`,
    `create index lock_line_balance_idx on ${schema}.lock_line (pool_id, sku_id) where open`,

    // In sets of the listing: how many of its quota are the line's, and how many its orders have taken below zero.
    `create table ${schema}.lock_share (
       campaign_line_id bigint not null references ${schema}.campaign_line (id),
       listing_id bigint not null references ${schema}.listing (id),
       pool_id bigint not null references ${schema}.pool (id),
       published bigint not null default 0,
       owed bigint not null default 0,
       primary key (campaign_line_id, listing_id, pool_id),
       constraint lock_share_not_negative check (published >= 0 and owed >= 0)
     )`,
    `create index lock_share_listing_idx on ${schema}.lock_share (listing_id)`,

    `create table ${schema}.campaign_order_line (
       channel_id bigint not null,
       order_id text collate "C" not null,
       line integer not null,
       campaign_line_id bigint not null references ${schema}.campaign_line (id),
       listing_id bigint not null,
       units bigint not null,
       ordered_at timestamptz not null,
       primary key (channel_id, order_id, line),
       constraint campaign_order_line_not_negative check (units >= 0)
     )`,
    `create index campaign_order_line_spent_idx on ${schema}.campaign_order_line (campaign_line_id, ordered_at)`,

    // Direct sales of a campaign. The buyer is a digest: it says only whether two are the same.
    `create table ${schema}.campaign_hold_line (
       hold_id uuid not null references ${schema}.hold (id),
       line integer not null,
       campaign_line_id bigint not null references ${schema}.campaign_line (id),
       buyer bytea,
       units bigint not null,
       held_at timestamptz not null,
       primary key (hold_id, line),
       constraint campaign_hold_line_positive check (units > 0)
     )`,
    `create index campaign_hold_line_buyer_idx on ${schema}.campaign_hold_line (campaign_line_id, buyer)`,
  ],
}
