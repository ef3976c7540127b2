import type { Migration } from './migration.ts'

/**
 * One row for each time the database began anew: at the first start, and whenever it was found to be restored or failed
 * over. The newest one is marked every few seconds with where the server stands.
 */
export const databaseGenerations: Migration = {
  name: '0017-database-generations',
  up: (schema) => [
    // written_by: the transaction of the last mark; a row that was copied back has another one.
    `create table ${schema}.database_generation (
       position bigint generated always as identity primary key,
       id text collate "C" not null,
       began_at timestamptz not null,
       findings jsonb not null,
       beat bigint not null,
       system_identifier text not null,
       database_oid text not null,
       timeline integer not null,
       wal_bytes numeric not null,
       synchronous boolean not null,
       written_by text not null,
       marked_at timestamptz not null,
       constraint database_generation_id_key unique (id)
     )`,
  ],
}
