import type { Migration } from './migration.ts'

/** Pushes wait for an order to be asked for again, and a sandbox may push. */
export const pushClaims: Migration = {
  name: '0011-push-claims',
  up: (schema) => [
    // Of several workers one at a time asks for what a push hinted at.
    `alter table ${schema}.channel_push
       add column handled_at timestamptz,
       add column claimed_until timestamptz`,
    `create index channel_push_waiting_idx on ${schema}.channel_push (channel_id, received_at)
       where handled_at is null and order_id is not null`,
    `alter table ${schema}.channel add column push_url text,
       add constraint channel_push_url_of_sandbox check (push_url is null or sandbox)`,
  ],
}
