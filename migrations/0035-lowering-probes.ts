import type { Migration } from './migration.ts'

/** Plans that lower a number to find out what that does: only where an operator has said that they may. */
export const loweringProbes: Migration = {
  name: '0035-lowering-probes',
  up: (schema) => [
    `alter table ${schema}.listing add column lower_asked boolean not null default false`,
    // The command its tries belong to, and when it had done with the number.
    `alter table ${schema}.probe_run
       add column lowers boolean not null default false,
       add column command_id uuid,
       add column acted_at timestamptz`,
  ],
}
