import type { Migration } from './migration.ts'

/** Parcels of orders that a shop has to be told of, every try to do so, and how the shop names its carriers. */
export const merchantShipments: Migration = {
  name: '0012-merchant-shipments',
  up: (schema) => [
    // The stock is consumed in the transaction that writes this row; telling the shop comes later, and is shown here.
    `create table ${schema}.shipment (
       id uuid primary key,
       channel_id bigint not null references ${schema}.channel (id),
       order_id text collate "C" not null,
       revision integer not null,
       state text not null,
       parcels jsonb not null,
       lines jsonb not null,
       outcome text,
       problem text,
       message text,
       failures integer not null,
       due_at timestamptz,
       shipped_at timestamptz not null,
       created_at timestamptz not null,
       settled_at timestamptz,
       actor text not null,
       constraint shipment_state_known check (state in ('waiting', 'told', 'problem', 'withdrawn')),
       constraint shipment_due_while_waiting check ((state = 'waiting') = (due_at is not null)),
       constraint shipment_told_has_outcome check ((state = 'told') = (outcome is not null)),
       constraint shipment_problem_has_reason check ((state = 'problem') = (problem is not null))
     )`,
    `create index shipment_order_idx on ${schema}.shipment (channel_id, order_id)`,
    `create index shipment_due_idx on ${schema}.shipment (channel_id, due_at) where state = 'waiting'`,
    `create index shipment_unsettled_idx on ${schema}.shipment (id) where state in ('waiting', 'problem')`,
    // Written before the call. One without an answer may have been carried out, and so may one whose answer says nothing.
    `create table ${schema}.shipment_try (
       shipment_id uuid not null references ${schema}.shipment (id),
       number integer not null,
       revision integer not null,
       signed_at timestamptz not null,
       fence bigint not null,
       sent_at timestamptz not null,
       answered_at timestamptz,
       answer text,
       code text,
       message text,
       primary key (shipment_id, number),
       constraint shipment_try_answered check ((answer is null) = (answered_at is null))
     )`,
    `create table ${schema}.channel_carrier (
       channel_id bigint not null references ${schema}.channel (id),
       code text collate "C" not null,
       name text not null,
       seen_at timestamptz not null,
       primary key (channel_id, code)
     )`,
    // What the merchant's own systems call a carrier, by channel.
    `create table ${schema}.carrier_name (
       channel_id bigint not null references ${schema}.channel (id),
       name text collate "C" not null,
       code text collate "C" not null,
       primary key (channel_id, name)
     )`,
    `create index alarm_subject_idx on ${schema}.alarm (subject) where settled_at is null`,
  ],
}
