import type { Migration } from './migration.ts'

/** What later rules and people ask of an order beside its stock, what became of it, and what intake itself has to report. */
export const orderFacts: Migration = {
  name: '0011-order-facts',
  up: (schema) => [
    // Of the buyer only the region, as far as it names no street.
    `alter table ${schema}.channel_order
       add column presale_kind text,
       add column presale_step text,
       add column promised_at timestamptz,
       add column province text,
       add column city text,
       add column district text,
       add constraint channel_order_presale_known check (
         (presale_kind is null) = (presale_step is null) and presale_kind in ('deposit', 'full payment')
         and presale_step in ('nothing paid', 'deposit paid', 'all paid', 'forfeited'))`,
    `create index channel_order_newest_idx on ${schema}.channel_order (modified_at desc, channel_id, order_id)`,
    `create index channel_order_created_idx on ${schema}.channel_order (created_at desc, channel_id, order_id)`,
    `create index channel_order_ship_by_idx on ${schema}.channel_order (ship_by, channel_id, order_id) where ship_by is not null`,
    // Unpaid orders that are called off vanish from some lists: they are looked for by their number.
    `create index channel_order_open_idx on ${schema}.channel_order (channel_id, recorded_at, order_id)
       where state in ('created', 'paid')`,
    `alter table ${schema}.channel_order_line
       add column gift boolean not null default false,
       add column oversold boolean not null default false,
       add column campaigns jsonb not null default '[]'`,
    `create index channel_order_line_version_idx on ${schema}.channel_order_line (recipe_version_id)`,

    // Append-only: what each telling changed, when that was true at the shop, and when we learned it.
    `create table ${schema}.channel_order_change (
       channel_id bigint not null,
       order_id text collate "C" not null,
       revision integer not null,
       happened_at timestamptz not null,
       recorded_at timestamptz not null,
       told_by text not null,
       changes jsonb not null,
       primary key (channel_id, order_id, revision)
     )`,

    // An order that cannot be booked. Until it is, no watermark claims what has happened at the shop since unbooked_from.
    `create table ${schema}.channel_order_aside (
       channel_id bigint not null references ${schema}.channel (id),
       order_id text collate "C" not null,
       told jsonb not null,
       reason text not null,
       unbooked_from timestamptz not null,
       since timestamptz not null,
       tries integer not null,
       retry_at timestamptz not null,
       primary key (channel_id, order_id)
     )`,
    `create index channel_order_aside_due_idx on ${schema}.channel_order_aside (channel_id, retry_at)`,

    // A push that was taken in: told again it does nothing more.
    `create table ${schema}.channel_push (
       channel_id bigint not null references ${schema}.channel (id),
       push_id text collate "C" not null,
       order_id text collate "C",
       topic text not null,
       received_at timestamptz not null,
       primary key (channel_id, push_id)
     )`,
    `create index channel_push_received_idx on ${schema}.channel_push (received_at)`,

    // Calls made for a channel on one day of its platform's.
    `create table ${schema}.channel_calls (
       channel_id bigint not null references ${schema}.channel (id),
       day date not null,
       calls bigint not null,
       primary key (channel_id, day)
     )`,

    // What reading a shop by another way found that polling had not.
    `create table ${schema}.channel_reconciliation (
       id bigint generated always as identity primary key,
       channel_id bigint not null references ${schema}.channel (id),
       began_at timestamptz not null,
       ended_at timestamptz not null,
       compared integer not null,
       missed integer not null,
       behind integer not null,
       findings jsonb not null
     )`,
    `create index channel_reconciliation_channel_idx on ${schema}.channel_reconciliation (channel_id, id desc)`,
    `alter table ${schema}.channel_watermark add column recorded_at timestamptz`,

    // Units a payment took that the quota had not, and that were held from free while their order was unpaid.
    `alter table ${schema}.listing_quota add column covers jsonb not null default '[]'`,
  ],
}
