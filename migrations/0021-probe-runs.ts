import type { Migration } from './migration.ts'

/** Plans that watch a listing's counters over an order and its cancellation, step by step; nothing of a buyer. */
export const probeRuns: Migration = {
  name: '0021-probe-runs',
  up: (schema) => [
    `alter table ${schema}.listing add column watch_asked boolean not null default false`,
    // began_at: what was booked or sent since then counts as having happened while the plan watched.
    `create table ${schema}.probe_run (
       id bigint generated always as identity primary key,
       channel_id bigint not null references ${schema}.channel (id),
       listing_id bigint not null references ${schema}.listing (id),
       fact text not null,
       steps jsonb not null,
       step integer not null,
       seen jsonb not null,
       order_id text collate "C",
       state text not null,
       reason text,
       started_at timestamptz not null,
       began_at timestamptz not null,
       next_at timestamptz,
       ended_at timestamptz,
       constraint probe_run_state_known check (state in ('watching', 'concluded', 'inconclusive')),
       constraint probe_run_ended check ((state = 'watching') = (ended_at is null) and (state = 'watching') = (next_at is not null))
     )`,
    `create unique index probe_run_watching_key on ${schema}.probe_run (listing_id) where state = 'watching'`,
    `create index probe_run_due_idx on ${schema}.probe_run (channel_id, next_at) where state = 'watching'`,
    `create index probe_run_listing_idx on ${schema}.probe_run (listing_id, id)`,
  ],
}
