import type { Migration } from './migration.ts'

/** Orders that people tell, cases of refund, and what is done about units that orders need and that are not there. */
export const orderCare: Migration = {
  name: '0012-order-care',
  up: (schema) => [
    // Its units are those of the hold. gifts: numbers of lines that are given away.
    `create table ${schema}.manual_order (
       reference text collate "C" primary key,
       kind text not null,
       reason text not null,
       channel_id bigint references ${schema}.channel (id),
       for_order_id text collate "C",
       gifts integer[] not null,
       hold_id uuid not null,
       actor text not null,
       created_at timestamptz not null,
       constraint manual_order_kind_known check (kind in ('order', 'gift', 're-send', 'exchange')),
       constraint manual_order_for_an_order check (for_order_id is null or channel_id is not null)
     )`,
    `create index manual_order_created_idx on ${schema}.manual_order (created_at desc, reference)`,
    `create index manual_order_for_idx on ${schema}.manual_order (channel_id, for_order_id) where for_order_id is not null`,

    // A case says what was asked and agreed. It moves no unit: goods are back when a document says so.
    `create table ${schema}.channel_refund (
       channel_id bigint not null references ${schema}.channel (id),
       refund_id text collate "C" not null,
       order_id text collate "C" not null,
       line_id text collate "C",
       listing text collate "C",
       units integer,
       state text not null,
       kind text not null,
       phase text not null,
       modified_at timestamptz not null,
       recorded_at timestamptz not null,
       primary key (channel_id, refund_id),
       constraint channel_refund_state_known check (state in ('asked', 'agreed', 'done', 'closed')),
       constraint channel_refund_phase_known check (phase in ('before shipping', 'after shipping', 'unknown'))
     )`,
    `create index channel_refund_order_idx on ${schema}.channel_refund (channel_id, order_id)`,
    `insert into ${schema}.channel_task (channel_id, task, due_at)
     select t.channel_id, v.task, coalesce(t.due_at, t.leased_until)
       from ${schema}.channel_task t cross join (values ('ship'), ('refunds')) v(task)
      where t.task = 'orders'
         on conflict (channel_id, task) do nothing`,

    // A row of a channel goes before one of its platform, that before the one for all.
    `create table ${schema}.penalty (
       id bigint generated always as identity primary key,
       treatment text not null,
       channel_id bigint references ${schema}.channel (id),
       platform text,
       fixed_fen bigint not null,
       per_unit_fen bigint not null,
       per_day_fen bigint not null,
       price_share integer not null,
       is_default boolean not null,
       constraint penalty_treatment_known check (treatment in ('substitute', 'delay', 'cancel')),
       constraint penalty_of_one check (channel_id is null or platform is null),
       constraint penalty_not_negative check (fixed_fen >= 0 and per_unit_fen >= 0 and per_day_fen >= 0 and price_share >= 0)
     )`,
    `create unique index penalty_key on ${schema}.penalty (treatment, coalesce(channel_id, 0), coalesce(platform, ''))`,
    // Plain numbers to begin with, for the merchant to edit: no platform's own rules are meant by them.
    `insert into ${schema}.penalty (treatment, fixed_fen, per_unit_fen, per_day_fen, price_share, is_default)
     values ('substitute', 0, 300, 0, 0, true), ('delay', 200, 0, 300, 0, true), ('cancel', 500, 3000, 0, 300, true)`,

    // What an operator has taken on of a plan. It moves no unit by itself.
    `create table ${schema}.shortfall_task (
       id bigint generated always as identity primary key,
       pool_id bigint not null references ${schema}.pool (id),
       sku_id bigint not null references ${schema}.sku (id),
       fingerprint text not null,
       reference text collate "C" not null,
       treatment text not null,
       units bigint not null,
       from_pool text collate "C",
       receipt text,
       until_at timestamptz,
       cost_fen bigint not null,
       actor text not null,
       created_at timestamptz not null,
       done_at timestamptz,
       done_by text,
       constraint shortfall_task_treatment_known check (treatment in ('substitute', 'delay', 'cancel')),
       constraint shortfall_task_units check (units > 0)
     )`,
    `create index shortfall_task_open_idx on ${schema}.shortfall_task (pool_id, sku_id) where done_at is null`,
    `create table ${schema}.shortfall_applied (
       key text collate "C" primary key,
       pool_id bigint not null,
       sku_id bigint not null,
       fingerprint text not null,
       tasks integer not null,
       applied_at timestamptz not null
     )`,
    `create index pool_balance_deficit_idx on ${schema}.pool_balance (sku_id, pool_id) where deficit > 0`,
  ],
}
