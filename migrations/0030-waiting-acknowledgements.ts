import type { Migration } from './migration.ts'

/** Acknowledgements of orders nobody has told us of yet: they count as soon as the order is there. */
export const waitingAcknowledgements: Migration = {
  name: '0030-waiting-acknowledgements',
  up: (schema) => [
    `alter table ${schema}.document_line add column waits boolean not null default false`,
    `create index document_line_waiting_idx on ${schema}.document_line (recorded_at) where waits`,
  ],
}
