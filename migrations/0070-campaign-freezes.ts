import type { Migration } from './migration.ts'

/** From its enrolment to its end the platform refuses lowerings, and that is known beforehand. */
export const campaignFreezes: Migration = {
  name: '0070-campaign-freezes',
  up: (schema) => [`alter table ${schema}.campaign add column freezes boolean not null default false`],
}
