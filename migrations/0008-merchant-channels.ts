import type { Migration } from './migration.ts'

/** What is known of a connected shop: where it is, how we may speak to it, when it is due for work, and what it sells. */
export const merchantChannels: Migration = {
  name: '0008-merchant-channels',
  up: (schema) => [
    // A sandbox has addresses of its own; a real platform's addresses are never data.
    `alter table ${schema}.channel
       add column sandbox boolean not null default false,
       add column app_key text,
       add column shop_id text collate "C",
       add column gateway_url text,
       add column token_url text,
       add column relay_url text,
       add constraint channel_state_known
         check (state in ('shadow', 'joining', 'live', 'paused', 'handed_back', 'archived')),
       add constraint channel_sandbox_has_addresses
         check (sandbox = (gateway_url is not null) and sandbox = (token_url is not null))`,
    // Two channels on one shop would book each of its orders twice.
    `create unique index channel_shop_key on ${schema}.channel (platform, sandbox, shop_id)
       where shop_id is not null and state <> 'archived'`,
    `create table ${schema}.channel_pool (
       channel_id bigint not null references ${schema}.channel (id),
       pool_id bigint not null references ${schema}.pool (id),
       position integer not null,
       primary key (channel_id, pool_id),
       constraint channel_pool_position_key unique (channel_id, position)
     )`,
    `create table ${schema}.channel_secret (
       channel_id bigint not null references ${schema}.channel (id),
       kind text not null,
       sealed bytea not null,
       updated_at timestamptz not null,
       primary key (channel_id, kind),
       constraint channel_secret_kind_known check (kind in ('application', 'tokens'))
     )`,
    // The version tells a worker whether the tokens it was about to replace, or to use, are still the ones it has read.
    `create table ${schema}.channel_authorisation (
       channel_id bigint primary key references ${schema}.channel (id),
       version bigint not null,
       granted_at timestamptz not null,
       expires_at timestamptz,
       refresh_expires_at timestamptz,
       refreshable boolean not null,
       levels jsonb not null,
       ended_at timestamptz
     )`,

    // When a task of a channel is due, and the lease of whoever does it. The fence grows with every lease.
    `create table ${schema}.channel_task (
       channel_id bigint not null references ${schema}.channel (id),
       task text not null,
       due_at timestamptz,
       holder text,
       fence bigint not null default 0,
       leased_until timestamptz,
       failures integer not null default 0,
       problem text,
       done_at timestamptz,
       primary key (channel_id, task),
       constraint channel_task_leased check ((holder is null) = (leased_until is null))
     )`,

    // A listing sells recipes only; a listing of one plain SKU sells a recipe of one unit that nobody had to write.
    `alter table ${schema}.recipe add column single_sku_id bigint references ${schema}.sku (id)`,
    `create unique index recipe_single_sku_key on ${schema}.recipe (single_sku_id) where single_sku_id is not null`,
    `alter table ${schema}.listing
       add column item_id text collate "C",
       add column item_sku_id text collate "C",
       add column warehouse_id text collate "C",
       add column title text not null default '',
       add column merchant_code text collate "C",
       add column takes_at text not null default 'unknown',
       add column facts jsonb not null default '{}',
       add column open_facts text[],
       add column shown_units bigint,
       add column reserved_units bigint,
       add column on_sale boolean not null default true,
       add column lowering_blocked boolean,
       add column combined boolean not null default false,
       add column presale boolean not null default false,
       add column stock_policy text not null default 'normal',
       add column ambiguous boolean not null default false,
       add column mapped_by text,
       add column seen_at timestamptz,
       add column gone_at timestamptz,
       add constraint listing_takes_at_known check (takes_at in ('order', 'payment', 'unknown')),
       add constraint listing_stock_policy_known check (stock_policy in ('normal', 'no_stock')),
       add constraint listing_mapped_by_known check (mapped_by in ('code', 'hand'))`,
    `create index listing_merchant_code_idx on ${schema}.listing (channel_id, merchant_code) where merchant_code is not null`,
    `create index listing_recipe_idx on ${schema}.listing (recipe_id) where recipe_id is not null`,
    // Codes that differ only by case or blanks are told to the operator, never matched.
    `create index sku_loose_code_idx on ${schema}.sku (lower(translate(code, E' \\t\\u3000', '')))`,
    `create index recipe_loose_code_idx on ${schema}.recipe (lower(translate(code, E' \\t\\u3000', '')))`,
  ],
}
