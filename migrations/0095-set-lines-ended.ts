import type { Migration } from './migration.ts'

/** Since when a line that sells a set has none left because one of its goods has run out. */
export const setLinesEnded: Migration = {
  name: '0095-set-lines-ended',
  up: (schema) => [`alter table ${schema}.campaign_line add column set_ended_at timestamptz`],
}
