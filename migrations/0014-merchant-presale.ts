import type { Migration } from './migration.ts'

/** What is sold before it has come in. Everything of one SKU in one pool is guarded by its row of pool_balance. */
export const merchantPresale: Migration = {
  name: '0014-merchant-presale',
  up: (schema) => [
    // Orders are facts: what they take beyond a receipt is recorded as over_promised, as the pool's deficit is.
    `alter table ${schema}.expected_receipt
       add column reference text collate "C",
       add column state text not null default 'open',
       add column named bigint not null default 0,
       add column released bigint not null default 0,
       add column over_promised bigint not null default 0,
       drop constraint expected_receipt_not_oversold,
       add constraint expected_receipt_state_known check (state in ('open', 'closed', 'cancelled')),
       add constraint expected_receipt_released_arrived check (released between 0 and arrived and named between 0 and arrived),
       add constraint expected_receipt_over_promised check (over_promised >= 0 and presale_quota >= 0),
       add constraint expected_receipt_not_oversold check (
         presale_quota + presale_orders
           <= greatest(case when state = 'open' then expected else 0 end, arrived - released) + over_promised)`,
    `create index expected_receipt_due_idx on ${schema}.expected_receipt (due_on, id)`,

    `create table ${schema}.presale_balance (
       pool_id bigint not null references ${schema}.pool (id),
       sku_id bigint not null references ${schema}.sku (id),
       ordered bigint not null,
       left_units bigint not null,
       served bigint not null,
       uncovered bigint not null,
       unnamed bigint not null,
       primary key (pool_id, sku_id),
       constraint presale_balance_served check (0 <= left_units and left_units <= served and served <= ordered and uncovered >= 0 and unnamed >= 0)
     )`,
    `create index presale_balance_sku_idx on ${schema}.presale_balance (sku_id)`,

    `create table ${schema}.presale_claim (
       channel_id bigint not null references ${schema}.channel (id),
       order_id text collate "C" not null,
       line integer not null,
       sku_id bigint not null references ${schema}.sku (id),
       pool_id bigint not null references ${schema}.pool (id),
       listing_id bigint not null references ${schema}.listing (id),
       recipe_version_id bigint not null references ${schema}.recipe_version (id),
       reference text collate "C" not null,
       sets integer not null,
       units bigint not null,
       served bigint not null,
       has_left boolean not null,
       promised_at timestamptz,
       ordered_at timestamptz not null,
       primary key (channel_id, order_id, line, sku_id),
       constraint presale_claim_served check (served between 0 and units and (not has_left or served = units))
     )`,
    `create index presale_claim_waiting_idx on ${schema}.presale_claim
       (pool_id, sku_id, promised_at, ordered_at, channel_id, order_id, line) where served < units`,
    `create index presale_claim_served_idx on ${schema}.presale_claim
       (pool_id, sku_id, promised_at, ordered_at, channel_id, order_id, line) where served > 0 and not has_left`,
    `create index presale_claim_sku_idx on ${schema}.presale_claim (sku_id, listing_id)`,

    `create table ${schema}.presale_quota (
       listing_id bigint not null references ${schema}.listing (id),
       pool_id bigint not null references ${schema}.pool (id),
       sku_id bigint not null references ${schema}.sku (id),
       granted bigint not null,
       sold bigint not null,
       to_lower bigint not null,
       primary key (listing_id, pool_id, sku_id),
       constraint presale_quota_units check (granted >= 0 and sold >= 0 and to_lower between 0 and greatest(granted - sold, 0))
     )`,
    `create index presale_quota_sku_idx on ${schema}.presale_quota (pool_id, sku_id)`,

    // Append-only: what changed of claims, receipts and quotas, by how much, for what, and when we learned it.
    `create table ${schema}.presale_entry (
       id bigint generated always as identity primary key,
       pool_id bigint not null,
       sku_id bigint not null,
       kind text not null,
       units bigint not null,
       receipt_id uuid,
       channel_id bigint,
       order_id text collate "C",
       line integer,
       listing_id bigint,
       note text not null,
       document text not null,
       actor text not null,
       recorded_at timestamptz not null,
       constraint presale_entry_kind_known check (
         kind in ('ordered', 'returned', 'held', 'let_go', 'expected', 'due', 'arrived', 'closed', 'cancelled', 'granted', 'to_lower'))
     )`,
    `create index presale_entry_order_idx on ${schema}.presale_entry (channel_id, order_id, line, id) where order_id is not null`,
    `create index presale_entry_receipt_idx on ${schema}.presale_entry (receipt_id, id) where receipt_id is not null`,
    `create index presale_entry_sku_idx on ${schema}.presale_entry (sku_id, id)`,
  ],
}
