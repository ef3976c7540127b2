import type { Migration } from './migration.ts'

/** How often in a row a shop has not taken what a listing was to show, since when, when it is tried again, and when that was told. */
export const failingMoves: Migration = {
  name: '0089-failing-moves',
  up: (schema) => [
    `alter table ${schema}.listing_publishing
       add column failing_tries integer not null default 0,
       add column failing_since timestamptz,
       add column failing_again_at timestamptz,
       add column failing_told_at timestamptz,
       add constraint listing_publishing_failing
             check (case when failing_tries = 0 then coalesce(failing_since, failing_again_at, failing_told_at) is null
                         else failing_since is not null and failing_again_at is not null end)`,
  ],
}
