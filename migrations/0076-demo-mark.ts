import type { Migration } from './migration.ts'

/** A row: this database is a demo's, whose shops and orders are nobody's. */
export const demoMark: Migration = {
  name: '0076-demo-mark',
  up: (schema) => [
    `create table ${schema}.demo_mark (
       id text collate "C" primary key,
       marked_at timestamptz not null
     )`,
  ],
}
