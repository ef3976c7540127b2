/** The pool's arithmetic: balances with their guards, the append-only ledger, and the goods by location. */
export const merchantStock = {
  name: '0003-merchant-stock',
  up: (schema: string): readonly string[] => [
    // The last word on overselling belongs to PostgreSQL: what is free can never fall below zero.
    `create table ${schema}.pool_balance (
       pool_id bigint not null references ${schema}.pool (id),
       sku_id bigint not null references ${schema}.sku (id),
       on_hand bigint not null default 0,
       held bigint not null default 0,
       quota bigint not null default 0,
       lock_kept bigint not null default 0,
       safety_kept bigint not null default 0,
       safety_wanted bigint not null default 0,
       deficit bigint not null default 0,
       overcommit bigint not null default 0,
       overcommit_wanted bigint not null default 0,
       expired_through timestamptz not null default '-infinity',
       free bigint not null generated always as
         (on_hand + deficit + overcommit - held - quota - lock_kept - safety_kept) stored,
       primary key (pool_id, sku_id),
       constraint pool_balance_not_oversold check (on_hand + deficit + overcommit - held - quota - lock_kept - safety_kept >= 0),
       constraint pool_balance_deficit_first check (
         deficit + overcommit = 0 or on_hand + deficit + overcommit - held - quota - lock_kept - safety_kept = 0),
       constraint pool_balance_held_not_negative check (held >= 0),
       constraint pool_balance_lock_not_negative check (lock_kept >= 0),
       constraint pool_balance_safety_within_wanted check (safety_kept between 0 and safety_wanted),
       constraint pool_balance_deficit_not_negative check (deficit >= 0),
       constraint pool_balance_overcommit_not_negative check (overcommit >= 0 and overcommit_wanted >= 0)
     ) with (fillfactor = 70)`,
    `create index pool_balance_sku_idx on ${schema}.pool_balance (sku_id)`,

    // Units move between two places, or between a place and the outside; a balance is the sum of its lines.
    `create table ${schema}.ledger (
       id bigint generated always as identity primary key,
       pool_id bigint not null,
       sku_id bigint not null,
       from_place text not null,
       from_ref text,
       to_place text not null,
       to_ref text,
       units bigint not null,
       reason text not null,
       document text not null,
       actor text not null,
       happened_at timestamptz not null,
       recorded_at timestamptz not null,
       constraint ledger_units_positive check (units > 0),
       constraint ledger_places_known check (
         from_place in ('outside', 'free', 'held', 'quota', 'lock', 'safety', 'deficit', 'overcommit') and
         to_place in ('outside', 'free', 'held', 'quota', 'lock', 'safety', 'deficit', 'overcommit') and
         from_place <> to_place)
     )`,
    `create index ledger_sku_idx on ${schema}.ledger (sku_id, recorded_at)`,

    // May fall below zero until a missing document comes; then it is shown. named_short is what facts took from named holds.
    `create table ${schema}.location_stock (
       location_id bigint not null references ${schema}.location (id),
       sku_id bigint not null references ${schema}.sku (id),
       condition text not null,
       units bigint not null default 0,
       named bigint not null default 0,
       named_short bigint not null default 0,
       primary key (location_id, sku_id, condition),
       constraint location_stock_condition_known check (condition in ('sellable', 'to_inspect', 'defective')),
       constraint location_stock_named_sellable check (named >= 0 and named_short >= 0 and (condition = 'sellable' or named = 0)),
       constraint location_stock_named_covered check (named <= greatest(units, 0) + named_short)
     ) with (fillfactor = 80)`,
    `create index location_stock_sku_idx on ${schema}.location_stock (sku_id, location_id)`,

    `create table ${schema}.stock_count (
       id uuid primary key,
       location_id bigint not null references ${schema}.location (id),
       sku_id bigint not null references ${schema}.sku (id),
       condition text not null,
       counted_units bigint not null,
       added_back bigint not null default 0,
       counted_at timestamptz not null,
       document text collate "C" not null,
       recorded_at timestamptz not null,
       voided_at timestamptz,
       constraint stock_count_not_negative check (counted_units >= 0)
     )`,
    `create index stock_count_place_idx on ${schema}.stock_count (location_id, sku_id, condition, counted_at) where voided_at is null`,
    `create index stock_count_document_idx on ${schema}.stock_count (document)`,

    // Lines that belong to a count (its difference, and the counter-lines of what came in later) carry its id.
    `create table ${schema}.stock_move (
       id bigint generated always as identity primary key,
       location_id bigint not null,
       sku_id bigint not null,
       condition text not null,
       units bigint not null,
       reason text not null,
       document text not null,
       actor text not null,
       count_id uuid,
       happened_at timestamptz not null,
       recorded_at timestamptz not null,
       constraint stock_move_moves check (units <> 0)
     )`,
    `create index stock_move_place_idx on ${schema}.stock_move (location_id, sku_id, condition, happened_at)`,
    `create index stock_move_sku_idx on ${schema}.stock_move (sku_id, recorded_at)`,

    `create table ${schema}.transfer (
       reference text collate "C" primary key,
       from_location_id bigint references ${schema}.location (id),
       to_location_id bigint references ${schema}.location (id),
       closed_at timestamptz,
       created_at timestamptz not null
     )`,
    // Received before dispatched is possible: documents come in any order, so units in transit may show below zero.
    `create table ${schema}.transfer_line (
       reference text collate "C" not null references ${schema}.transfer (reference),
       sku_id bigint not null references ${schema}.sku (id),
       condition text not null,
       dispatched bigint not null default 0,
       received bigint not null default 0,
       primary key (reference, sku_id, condition)
     )`,
    `create index transfer_line_sku_idx on ${schema}.transfer_line (sku_id)`,

    `create table ${schema}.document_line (
       source text collate "C" not null,
       document text collate "C" not null,
       line text collate "C" not null,
       kind text not null,
       content_hash bytea not null,
       content jsonb not null,
       revision integer not null default 1,
       happened_at timestamptz not null,
       recorded_at timestamptz not null,
       primary key (source, document, line)
     )`,

    `create table ${schema}.expected_receipt (
       id uuid primary key,
       pool_id bigint not null references ${schema}.pool (id),
       sku_id bigint not null references ${schema}.sku (id),
       due_on date not null,
       expected bigint not null,
       presale_quota bigint not null default 0,
       presale_orders bigint not null default 0,
       arrived bigint not null default 0,
       created_at timestamptz not null,
       constraint expected_receipt_not_oversold check (presale_quota + presale_orders <= expected),
       constraint expected_receipt_not_negative check (expected >= 0 and presale_orders >= 0 and arrived >= 0)
     )`,
    `create index expected_receipt_sku_idx on ${schema}.expected_receipt (sku_id, due_on)`,

    `create table ${schema}.alarm (
       id bigint generated always as identity primary key,
       kind text not null,
       severity text not null,
       subject text not null,
       message text not null,
       facts jsonb not null,
       raised_at timestamptz not null,
       settled_at timestamptz
     )`,
    `create index alarm_open_idx on ${schema}.alarm (raised_at) where settled_at is null`,
  ],
}
