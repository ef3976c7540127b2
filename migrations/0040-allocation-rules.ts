import type { Migration } from './migration.ts'

/** Who gets scarce units: every version of the rules there ever was, who brought it and why. */
export const allocationRules: Migration = {
  name: '0040-allocation-rules',
  up: (schema) => [
    // Who changes the rules locks this one row; it counts the versions.
    `create table ${schema}.rule_book (
       id integer primary key,
       version integer not null,
       constraint rule_book_one check (id = 1)
     )`,
    `insert into ${schema}.rule_book (id, version) values (1, 0)`,
    `create table ${schema}.rule_version (
       version integer primary key,
       based_on integer not null,
       restores integer,
       actor text not null,
       reason text not null,
       from_at timestamptz not null,
       until_at timestamptz,
       recorded_at timestamptz not null,
       constraint rule_version_counts_up check (version > 0 and based_on < version and restores < version)
     )`,
    // A rule never changes. It is of every version from the one that brought it to before the one that ended it.
    `create table ${schema}.allocation_rule (
       id bigint generated always as identity primary key,
       version integer not null references ${schema}.rule_version (version),
       ended_version integer references ${schema}.rule_version (version),
       name text,
       scope text not null,
       tag text,
       position integer,
       sku_id bigint references ${schema}.sku (id),
       from_at timestamptz not null,
       until_at timestamptz,
       says jsonb not null,
       constraint allocation_rule_scope_known check (scope in ('merchant', 'tag', 'sku')),
       constraint allocation_rule_scope_whole
         check ((scope = 'tag') = (tag is not null) and (scope = 'tag') = (position is not null) and (scope = 'sku') = (sku_id is not null)),
       constraint allocation_rule_ends_later check (ended_version > version),
       constraint allocation_rule_window check (until_at > from_at)
     )`,
    `create index allocation_rule_version_idx on ${schema}.allocation_rule (version)`,
    `create index allocation_rule_counting_idx on ${schema}.allocation_rule (scope, sku_id, tag) where ended_version is null`,
    `create index allocation_rule_ended_idx on ${schema}.allocation_rule (ended_version) where ended_version is not null`,
  ],
}
