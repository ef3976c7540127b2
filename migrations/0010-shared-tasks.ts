import type { Migration } from './migration.ts'

/** When each task of the whole installation is due, and the lease of whoever does it. The fence grows with every lease. */
export const sharedTasks: Migration = {
  name: '0010-shared-tasks',
  up: (schema) => [
    `create table ${schema}.house_task (
       task text collate "C" primary key,
       due_at timestamptz not null,
       holder text,
       fence bigint not null default 0,
       leased_until timestamptz,
       failures integer not null default 0,
       found bigint,
       done_at timestamptz,
       constraint house_task_leased check ((holder is null) = (leased_until is null))
     )`,
  ],
}
