import type { Migration } from './migration.ts'

/** The processes that run durable jobs. A row is the right of one of them to book what its jobs do. */
export const jobRunners: Migration = {
  name: '0010-job-runners',
  up: (schema) => [
    `create table ${schema}.job_runner (
       id text collate "C" primary key,
       alive_until timestamptz not null
     )`,
  ],
}
