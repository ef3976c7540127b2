import type { Migration } from './migration.ts'

/** Who changed what about access; and keys that administer the installation and one merchant of it. */
export const accessAudit: Migration = {
  name: '0005-access-audit',
  up: (schema) => [
    `create table ${schema}.audit_log (
       id bigint generated always as identity primary key,
       merchant_id bigint references ${schema}.merchant (id),
       actor text not null,
       action text not null,
       subject text not null,
       facts jsonb not null,
       recorded_at timestamptz not null
     )`,
    `create index audit_log_merchant_idx on ${schema}.audit_log (merchant_id, id)`,
    // Only ever added to: the program's own role has no right to do anything else.
    `revoke update, delete, truncate on ${schema}.audit_log from current_user`,

    // The right over the installation comes on top of a merchant's: the first administrator needs one key for both.
    `alter table ${schema}.api_key drop constraint api_key_of_merchant_or_installation`,
    `alter table ${schema}.api_key add constraint api_key_of_merchant_or_installation
       check (merchant_id is not null or installation)`,
    `alter table ${schema}.api_key add constraint api_key_installation_is_admin
       check (not installation or (role = 'admin' and channels is null and locations is null))`,
  ],
}
