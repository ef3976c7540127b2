import type { Migration } from './migration.ts'

const ROLES = `('viewer', 'storefront', 'operator', 'admin')`

/** Who there is, and who may do what. These are the only tables that merchants share. */
export const merchantsAndAccess: Migration = {
  name: '0001-merchants-and-access',
  up: (schema) => [
    `create table ${schema}.merchant (
       id bigint generated always as identity primary key,
       code text collate "C" not null,
       name text not null,
       schema_name text collate "C" not null,
       created_at timestamptz not null,
       ready_at timestamptz,
       constraint merchant_code_key unique (code),
       constraint merchant_schema_name_key unique (schema_name),
       constraint merchant_code_form check (code ~ '^[a-z][a-z0-9_]{0,39}$')
     )`,

    // An account without a merchant administers the installation.
    `create table ${schema}.account (
       id bigint generated always as identity primary key,
       merchant_id bigint references ${schema}.merchant (id),
       subject text collate "C" not null,
       name text not null,
       role text not null,
       channels text[],
       locations text[],
       created_at timestamptz not null,
       disabled_at timestamptz,
       constraint account_subject_key unique (subject),
       constraint account_role_known check (role in ${ROLES})
     )`,
    `create index account_merchant_idx on ${schema}.account (merchant_id)`,

    // Of a key only its hash is kept; the prefix lets people tell their keys apart.
    `create table ${schema}.api_key (
       id bigint generated always as identity primary key,
       merchant_id bigint references ${schema}.merchant (id),
       name text not null,
       role text not null,
       key_hash bytea not null,
       key_prefix text not null,
       channels text[],
       locations text[],
       installation boolean not null default false,
       created_at timestamptz not null,
       expires_at timestamptz,
       revoked_at timestamptz,
       last_used_at timestamptz,
       constraint api_key_hash_key unique (key_hash),
       constraint api_key_role_known check (role in ${ROLES}),
       constraint api_key_of_merchant_or_installation check (installation = (merchant_id is null))
     )`,
    `create index api_key_merchant_idx on ${schema}.api_key (merchant_id)`,
  ],
}
