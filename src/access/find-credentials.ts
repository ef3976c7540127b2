import { timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import { sharedDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { MerchantRef, Principal } from './principal.ts'
import type { Role } from './role.ts'

export interface StoredKey {
  readonly id: string
  readonly principal: Principal
  readonly expiresAtMs: number | null
  readonly lastUsedAtMs: number | null
  readonly revoked: boolean
}

interface Row {
  readonly id: string
  readonly hash: Buffer
  readonly role: Role
  readonly channels: readonly string[] | null
  readonly locations: readonly string[] | null
  readonly installation: boolean
  readonly expiresAtMs: number | null
  readonly lastUsedAtMs: number | null
  readonly revoked: boolean
  readonly merchantId: string | null
  readonly merchantCode: string | null
  readonly merchantSchema: string | null
}

/** The keys with these hashes, in their order, in one statement however many there are. */
export async function findKeys(em: Em, hashes: readonly Buffer[]): Promise<readonly (StoredKey | undefined)[]> {
  const { rows } = await sql<Row>`
    select k.id, k.key_hash as hash, k.role, k.channels, k.locations, k.installation,
      (extract(epoch from k.expires_at) * 1000)::double precision as "expiresAtMs",
      (extract(epoch from k.last_used_at) * 1000)::double precision as "lastUsedAtMs", k.revoked_at is not null as revoked,
      m.id as "merchantId", m.code as "merchantCode", m.schema_name as "merchantSchema"
    from ${sql.table('api_key')} k left join ${sql.table('merchant')} m on m.id = k.merchant_id
    where k.key_hash = any(${hashes}::bytea[]) and (k.merchant_id is null or m.ready_at is not null)`.execute(sharedDb(em))
  return hashes.map((hash) => {
    const row = rows.find((candidate) => timingSafeEqual(candidate.hash, hash))
    return row && toStoredKey(row)
  })
}

function toStoredKey(row: Row): StoredKey {
  const { id, role, channels, locations, installation, expiresAtMs, lastUsedAtMs, revoked } = row
  const principal = { actor: `key:${id}`, role, merchant: merchantOf(row), installation, channels, locations }
  return { id, principal, expiresAtMs, lastUsedAtMs, revoked }
}

function merchantOf({ merchantId, merchantCode, merchantSchema }: Row): MerchantRef | null {
  if (merchantId === null || merchantCode === null || merchantSchema === null) return null
  return { id: merchantId, code: merchantCode, schema: merchantSchema }
}

/** Writes down when a key was used. Called at most once a minute for each: more would cost a write for every request. */
export async function markUsed(em: Em, id: string, now: Date): Promise<void> {
  await sql`update ${sql.table('api_key')} set last_used_at = ${now}
    where id = ${id} and (last_used_at is null or last_used_at < ${now})`.execute(sharedDb(em))
}

/** The merchant a token names, unless its bearer was shut out. */
export async function findTokenMerchant(
  em: Em,
  { merchant, subject }: { readonly merchant: string; readonly subject: string },
): Promise<MerchantRef | undefined> {
  const { rows } = await sql<MerchantRef>`
    select m.id, m.code, m.schema_name as schema from ${sql.table('merchant')} m
    where m.code = ${merchant} and m.ready_at is not null and not exists (
      select from ${sql.table('account')} a where a.subject = ${subject} and a.disabled_at is not null)`.execute(sharedDb(em))
  return rows[0]
}
