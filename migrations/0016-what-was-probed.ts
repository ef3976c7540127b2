import type { Migration } from './migration.ts'

/** What was found out about the numbers of a listing, with the answers that proved it; never a secret, never a buyer. */
export const whatWasProbed: Migration = {
  name: '0016-what-was-probed',
  up: (schema) => [
    `create table ${schema}.listing_evidence (
       id bigint generated always as identity primary key,
       listing_id bigint not null references ${schema}.listing (id),
       fact text not null,
       concluded text not null,
       observed text[] not null,
       found_at timestamptz not null
     )`,
    `create index listing_evidence_listing_idx on ${schema}.listing_evidence (listing_id, id)`,
  ],
}
