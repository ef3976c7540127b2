/** Holds, the answers given to commands, quotas and locks: everything that claims units of a pool. */
export const merchantHolds = {
  name: '0004-merchant-holds',
  up: (schema: string): readonly string[] => [
    // Ids are random, never from a sequence: a restored database must not hand out an id twice.
    `create table ${schema}.hold (
       id uuid primary key,
       state text not null,
       reference text collate "C",
       channel_id bigint,
       actor text not null,
       expires_at timestamptz,
       created_at timestamptz not null,
       committed_at timestamptz,
       closed_at timestamptz,
       constraint hold_state_known check (state in ('held', 'committed', 'shipped', 'released')),
       constraint hold_only_held_expires check ((state = 'held') = (expires_at is not null))
     )`,
    `create unique index hold_reference_key on ${schema}.hold (reference) where reference is not null`,

    // A held line whose expires_at is at or before its balance's expired_through has been given back already.
    `create table ${schema}.hold_line (
       hold_id uuid not null,
       line integer not null,
       pool_id bigint not null,
       sku_id bigint not null,
       location_id bigint,
       recipe_version_id bigint,
       sets integer,
       units bigint not null,
       shipped bigint not null default 0,
       released bigint not null default 0,
       expires_at timestamptz,
       primary key (hold_id, line, sku_id, pool_id),
       constraint hold_line_units_positive check (units > 0),
       constraint hold_line_within check (shipped >= 0 and released >= 0 and released <= units)
     )`,
    `create index hold_line_due_idx on ${schema}.hold_line (sku_id, pool_id, expires_at)
       include (location_id, units, released, shipped) where expires_at is not null`,
    // Finds what has come due anywhere: lines are written roughly in the order they expire.
    `create index hold_line_expiry_idx on ${schema}.hold_line using brin (expires_at) with (pages_per_range = 16, autosummarize = on)`,
    `create index hold_line_open_idx on ${schema}.hold_line (sku_id, pool_id)
       where expires_at is null and units > released + shipped`,

    // Cumulative figures of every document; what was consumed is the largest of them, never their sum.
    `create table ${schema}.shipment_figure (
       order_ref text collate "C" not null,
       line integer not null,
       sku_id bigint not null,
       told_by text collate "C" not null,
       units bigint not null,
       primary key (order_ref, line, sku_id, told_by),
       constraint shipment_figure_not_negative check (units >= 0)
     )`,
    `create table ${schema}.shipment_consumed (
       order_ref text collate "C" not null,
       line integer not null,
       sku_id bigint not null,
       units bigint not null,
       primary key (order_ref, line, sku_id)
     )`,

    `create table ${schema}.acknowledgement (
       hold_id uuid not null,
       line integer not null,
       sku_id bigint not null,
       location_id bigint not null,
       acknowledged_at timestamptz not null,
       primary key (hold_id, line, sku_id, location_id)
     )`,
    `create index acknowledgement_place_idx on ${schema}.acknowledgement (location_id, sku_id)`,

    // The first answer to each key, also when it was "no".
    `create table ${schema}.command (
       key text collate "C" primary key,
       name text not null,
       args_hash bytea not null,
       answer jsonb not null,
       recorded_at timestamptz not null
     )`,
    `create index command_age_idx on ${schema}.command using brin (recorded_at)`,

    // A listing's quota may be below zero: a cancellation may be seen after the sale it made possible.
    `create table ${schema}.listing_quota (
       listing_id bigint not null references ${schema}.listing (id),
       pool_id bigint not null references ${schema}.pool (id),
       quota bigint not null default 0,
       primary key (listing_id, pool_id)
     )`,
    // The recipe versions a listing's quota is open for; per component it claims the largest of them.
    `create table ${schema}.listing_open_version (
       listing_id bigint not null references ${schema}.listing (id),
       recipe_version_id bigint not null references ${schema}.recipe_version (id),
       primary key (listing_id, recipe_version_id)
     )`,
    `create table ${schema}.stock_command (
       id uuid primary key,
       listing_id bigint not null references ${schema}.listing (id),
       pool_id bigint not null references ${schema}.pool (id),
       kind text not null,
       units bigint not null,
       platform_key text not null,
       state text not null,
       fence bigint not null,
       created_at timestamptz not null,
       closed_at timestamptz,
       constraint stock_command_kind_known check (kind in ('raise', 'lower', 'set_zero')),
       constraint stock_command_state_known check (state in ('open', 'unknown', 'closed')),
       constraint stock_command_platform_key_key unique (platform_key)
     )`,
    // I5: one open command per listing; "stop selling" may be sent beside it.
    `create unique index stock_command_one_open on ${schema}.stock_command (listing_id)
       where state <> 'closed' and kind <> 'set_zero'`,

    `create table ${schema}.campaign (
       id bigint generated always as identity primary key,
       code text collate "C" not null,
       name text not null,
       starts_at timestamptz not null,
       ends_at timestamptz not null,
       created_at timestamptz not null,
       constraint campaign_code_key unique (code),
       constraint campaign_window check (starts_at < ends_at)
     )`,
    `create table ${schema}.campaign_line (
       id bigint generated always as identity primary key,
       campaign_id bigint not null references ${schema}.campaign (id),
       recipe_id bigint not null references ${schema}.recipe (id),
       units bigint not null,
       granted_at timestamptz,
       constraint campaign_line_units_positive check (units > 0)
     )`,
    // Granted = kept (ours) + published (inside its listings' quotas) + spent.
    `create table ${schema}.lock_line (
       campaign_line_id bigint not null references ${schema}.campaign_line (id),
       pool_id bigint not null references ${schema}.pool (id),
       sku_id bigint not null references ${schema}.sku (id),
       kept bigint not null default 0,
       published bigint not null default 0,
       spent bigint not null default 0,
       primary key (campaign_line_id, pool_id, sku_id),
       constraint lock_line_not_negative check (kept >= 0 and published >= 0 and spent >= 0)
     )`,
    `create index lock_line_balance_idx on ${schema}.lock_line (pool_id, sku_id)`,
  ],
}
