import type { Migration } from './migration.ts'

/** What was sold directly in some time is found by it: holds are written in the order of their times, and pay next to nothing for this. */
export const holdsByTime: Migration = {
  name: '0081-holds-by-time',
  up: (schema) => [
    `create index hold_created_idx on ${schema}.hold using brin (created_at) with (pages_per_range = 16, autosummarize = on)`,
  ],
}
