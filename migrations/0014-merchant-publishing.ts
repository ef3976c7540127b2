import type { Migration } from './migration.ts'

/** What is wanted of each listing, what was sent for it and answered, and what was read of it. */
export const merchantPublishing: Migration = {
  name: '0014-merchant-publishing',
  up: (schema) => [
    // From joining on a listing's number is in the arithmetic. Listings that have to join are found without looking at the rest.
    `alter table ${schema}.listing add column joined_at timestamptz`,
    `update ${schema}.listing l set joined_at = l.created_at
      where exists (select from ${schema}.listing_quota q where q.listing_id = l.id)`,
    `create index listing_joining_idx on ${schema}.listing (channel_id, id)
       where joined_at is null and recipe_id is not null and gone_at is null`,

    // The revision grows with whatever makes a listing due: who has looked at an older one does not put it to rest.
    // Tries are numbered by listing: a reading knows by that number alone which of them were sent before it.
    `create table ${schema}.listing_publishing (
       listing_id bigint primary key references ${schema}.listing (id),
       channel_id bigint not null references ${schema}.channel (id),
       wanted bigint,
       revision bigint not null default 0,
       next_at timestamptz,
       tries bigint not null default 0,
       frozen_until timestamptz,
       raises_blocked text,
       told_units bigint,
       told_at timestamptz,
       negative_units bigint,
       negative_at timestamptz,
       sold bigint not null default 0,
       sold_seen bigint not null default 0,
       demand double precision not null default 0,
       demand_at timestamptz,
       constraint listing_publishing_wanted_not_negative check (wanted >= 0)
     ) with (fillfactor = 80)`,
    `create index listing_publishing_due_idx on ${schema}.listing_publishing (channel_id, next_at) where next_at is not null`,
    `create index listing_quota_negative_idx on ${schema}.listing_quota (listing_id) where quota < 0`,

    // What the platform's call means is fixed when the command is written, so that every try is made and read alike.
    `alter table ${schema}.stock_command
       add column call text not null default 'delta',
       add column below_zero text not null default 'unproven',
       add column key_memory_ms bigint,
       add column outcome text,
       add column freed bigint not null default 0,
       add constraint stock_command_call_known check (call in ('keyed delta', 'delta')),
       add constraint stock_command_below_zero_known check (below_zero in ('refused', 'clamped', 'unproven')),
       add constraint stock_command_units_positive check (units > 0 or kind = 'set_zero')`,
    `create index stock_command_unsettled_idx on ${schema}.stock_command (listing_id) where state <> 'closed'`,
    // From which pools a raise took its units.
    `create table ${schema}.stock_command_part (
       command_id uuid not null references ${schema}.stock_command (id),
       position integer not null,
       pool_id bigint not null references ${schema}.pool (id),
       units bigint not null,
       primary key (command_id, position),
       constraint stock_command_part_units_positive check (units > 0)
     )`,
    // signed_at and dies_at are the platform's clock: a request carries the first, and is refused after the second.
    `create table ${schema}.stock_try (
       listing_id bigint not null references ${schema}.listing (id),
       number bigint not null,
       command_id uuid not null references ${schema}.stock_command (id),
       signed_at timestamptz not null,
       dies_at timestamptz not null,
       fence bigint not null,
       recorded_at timestamptz not null,
       answered_at timestamptz,
       outcome text,
       resulting_units bigint,
       code text,
       message text,
       primary key (listing_id, number),
       constraint stock_try_outcome_known
         check (outcome in ('acknowledged', 'refused by gateway', 'refused by business', 'unknown'))
     )`,
    `create index stock_try_command_idx on ${schema}.stock_try (command_id)`,

    // A counter as it was read, waiting until every order taken before its answer is booked.
    `create table ${schema}.stock_reading (
       id uuid primary key,
       listing_id bigint not null references ${schema}.listing (id),
       tries_before bigint not null,
       sent_at timestamptz not null,
       answered_at timestamptz not null,
       shown_units bigint,
       reserved_units bigint,
       sellable_units bigint,
       fence bigint not null,
       recorded_at timestamptz not null,
       closed_at timestamptz,
       outcome text,
       settled_units bigint,
       constraint stock_reading_outcome_known check (outcome in ('settled', 'joined', 'void'))
     )`,
    `create unique index stock_reading_waiting_key on ${schema}.stock_reading (listing_id) where closed_at is null`,

    // Finds the goods that something happened to lately, whichever process it was.
    `create index ledger_recorded_idx on ${schema}.ledger using brin (recorded_at) with (pages_per_range = 16, autosummarize = on)`,
    `create index channel_order_line_open_idx on ${schema}.channel_order_line (listing_id) where state in ('created', 'paid')`,

    // The share of a pool that is left to shops we do not publish to yet, and to the system before us.
    `alter table ${schema}.pool add column left_to_others_percent integer not null default 0,
       add constraint pool_left_to_others_percent_range check (left_to_others_percent between 0 and 100)`,
  ],
}
