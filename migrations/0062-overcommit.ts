import type { Migration } from './migration.ts'

/** Units that are shown beyond what is there by choice: what was granted, what it may cost, and what it has cost. */
export const overcommit: Migration = {
  name: '0062-overcommit',
  up: (schema) => [
    // What was granted is expected to be oversold a day; it counts against the budget until the current value is down to the wanted one.
    `alter table ${schema}.pool_balance
       add column overcommit_per_day double precision not null default 0,
       add constraint pool_balance_overcommit_risk_not_negative check (overcommit_per_day >= 0)`,
    `create index pool_balance_overcommit_idx on ${schema}.pool_balance (sku_id)
      where overcommit > 0 or overcommit_wanted > 0 or overcommit_per_day > 0`,
    // How long the sales of a shop have stayed unseen of late, from each step of its watermark to the next.
    `alter table ${schema}.channel_watermark add column unseen_ms bigint not null default 0`,
    // Whoever grants, or charges, locks this one row last of all.
    `create table ${schema}.overcommit_budget (
       id integer primary key,
       units_per_day double precision not null default 0,
       granted_per_day double precision not null default 0,
       owed_units double precision not null default 0,
       owed_at timestamptz not null default '-infinity',
       strict_since timestamptz,
       constraint overcommit_budget_one check (id = 1),
       constraint overcommit_budget_not_negative check (units_per_day >= 0 and granted_per_day >= 0 and owed_units >= 0)
     )`,
    `insert into ${schema}.overcommit_budget (id) values (1)`,
    `create table ${schema}.overcommit_charge (
       id bigint generated always as identity primary key,
       pool_id bigint not null references ${schema}.pool (id),
       sku_id bigint not null references ${schema}.sku (id),
       units bigint not null,
       document text not null,
       actor text not null,
       recorded_at timestamptz not null,
       constraint overcommit_charge_units_positive check (units > 0)
     )`,
    `create index overcommit_charge_sku_idx on ${schema}.overcommit_charge (sku_id)`,
  ],
}
