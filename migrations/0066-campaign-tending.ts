import type { Migration } from './migration.ts'

/** A plan that was changed while its phase stayed the same is looked at again. */
export const campaignTending: Migration = {
  name: '0066-campaign-tending',
  up: (schema) => [`alter table ${schema}.campaign add column tended_revision integer`],
}
