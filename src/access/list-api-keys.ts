import { sql } from 'kysely'
import { sharedDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { ApiKey } from './api-key-record.ts'
import type { Role } from './role.ts'

interface Row {
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly shownPrefix: string
  readonly channels: readonly string[] | null
  readonly locations: readonly string[] | null
  readonly installation: boolean
  readonly createdAtMs: number
  readonly expiresAtMs: number | null
  readonly revokedAtMs: number | null
  readonly lastUsedAtMs: number | null
}

/** A merchant's keys, newest first: at most `first`, those made before the key `beforeId` if it is given. */
export async function listApiKeys(
  em: Em,
  { merchantId, first, beforeId }: { readonly merchantId: string; readonly first: number; readonly beforeId: string | null },
): Promise<readonly ApiKey[]> {
  const { rows } = await sql<Row>`
    select id, name, role, key_prefix as "shownPrefix", channels, locations, installation,
      ${ms('created_at')} as "createdAtMs", ${ms('expires_at')} as "expiresAtMs",
      ${ms('revoked_at')} as "revokedAtMs", ${ms('last_used_at')} as "lastUsedAtMs"
    from ${sql.table('api_key')}
    where merchant_id = ${merchantId} and (${beforeId}::bigint is null or id < ${beforeId})
    order by id desc limit ${first}`.execute(sharedDb(em))
  return rows.map(({ createdAtMs, expiresAtMs, revokedAtMs, lastUsedAtMs, ...rest }) => ({
    ...rest,
    createdAt: new Date(createdAtMs),
    expiresAt: toDate(expiresAtMs),
    revokedAt: toDate(revokedAtMs),
    lastUsedAt: toDate(lastUsedAtMs),
  }))
}

function ms(column: string) {
  return sql`(extract(epoch from ${sql.ref(column)}) * 1000)::double precision`
}

function toDate(atMs: number | null): Date | null {
  return atMs === null ? null : new Date(atMs)
}
