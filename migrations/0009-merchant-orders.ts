import type { Migration } from './migration.ts'

/** Orders of the shops, line by line, as the newest that was told of them; and how far each list of a shop has been read. */
export const merchantOrders: Migration = {
  name: '0009-merchant-orders',
  up: (schema) => [
    // Nothing here names or reaches a buyer. The revision tells a batch that an order changed before it got its locks.
    `create table ${schema}.channel_order (
       channel_id bigint not null references ${schema}.channel (id),
       order_id text collate "C" not null,
       revision integer not null,
       parent_id text collate "C",
       leaf boolean not null,
       state text not null,
       created_at timestamptz not null,
       paid_at timestamptz,
       shipped_at timestamptz,
       cancelled_at timestamptz,
       modified_at timestamptz not null,
       ship_by timestamptz,
       shipping_hold text,
       recorded_at timestamptz not null,
       primary key (channel_id, order_id),
       constraint channel_order_state_known check (state in ('created', 'paid', 'shipped', 'closed', 'cancelled'))
     )`,
    `create index channel_order_modified_idx on ${schema}.channel_order (channel_id, modified_at desc, order_id)`,
    `create index channel_order_recorded_idx on ${schema}.channel_order (recorded_at)`,

    // charged: units the shop's counter has given for the line and has not got back, whoever keeps a quota for it.
    `create table ${schema}.channel_order_line (
       channel_id bigint not null,
       order_id text collate "C" not null,
       line integer not null,
       line_id text collate "C" not null,
       listing text collate "C" not null,
       merchant_code text,
       units integer not null,
       state text not null,
       shipped_units integer not null,
       refund text not null,
       takes_at text not null,
       restores boolean not null,
       present boolean not null,
       listing_id bigint references ${schema}.listing (id),
       recipe_version_id bigint references ${schema}.recipe_version (id),
       charged integer not null,
       primary key (channel_id, order_id, line),
       constraint channel_order_line_id_key unique (channel_id, order_id, line_id),
       constraint channel_order_line_state_known check (state in ('created', 'paid', 'shipped', 'closed', 'cancelled')),
       constraint channel_order_line_takes_at_known check (takes_at in ('order', 'payment')),
       constraint channel_order_line_refund_known check (refund in ('none', 'asked', 'done')),
       constraint channel_order_line_units check (units > 0 and shipped_units >= 0 and charged >= 0)
     )`,
    // Orders whose goods nobody can name yet: they wait for a mapping.
    `create index channel_order_line_unmapped_idx on ${schema}.channel_order_line (channel_id, listing) where recipe_version_id is null`,

    // Every order whose unit the shop had taken (or every way back) up to this instant of the shop's clock is booked.
    `create table ${schema}.channel_watermark (
       channel_id bigint not null references ${schema}.channel (id),
       proof text not null,
       through timestamptz not null,
       primary key (channel_id, proof),
       constraint channel_watermark_proof_known check (proof in ('taken at order', 'taken at payment', 'back'))
     )`,
    `create table ${schema}.channel_walk (
       channel_id bigint not null references ${schema}.channel (id),
       list text not null,
       walked_through timestamptz not null,
       primary key (channel_id, list)
     )`,
  ],
}
