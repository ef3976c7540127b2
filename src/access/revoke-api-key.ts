import { sql } from 'kysely'
import { sharedDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { recordAudit } from './audit-log.ts'
import { refuseAccess, type AccessRefused } from './refusal.ts'

export type RevokeApiKeyOutcome = { readonly kind: 'revoked'; readonly id: string } | AccessRefused

const ID = /^\d{1,18}$/

/** Ends a key. Every process follows within seconds; a key revoked before stays revoked since then. */
export async function revokeApiKey(
  em: Em,
  /** A key of this merchant; null, for those who administer the installation, is any key. */
  { id, merchantId }: { readonly id: string; readonly merchantId: string | null },
  { by, now }: { readonly by: string; readonly now: Date },
): Promise<RevokeApiKeyOutcome> {
  const unknown = refuseAccess('UNKNOWN_API_KEY', `no API key ${id.slice(0, 40)}`, 'id')
  if (!ID.test(id)) return unknown
  return em.transactional(async (tx) => {
    const whose = merchantId === null ? sql`true` : sql`merchant_id = ${merchantId} and not installation`
    const { rows } = await sql<{ merchantId: string | null; before: boolean }>`
      select merchant_id as "merchantId", revoked_at is not null as before
      from ${sql.table('api_key')} where id = ${id} and ${whose} for update`.execute(sharedDb(tx))
    const [found] = rows
    if (!found) return unknown
    if (found.before) return { kind: 'revoked', id }
    await sql`update ${sql.table('api_key')} set revoked_at = ${now} where id = ${id}`.execute(sharedDb(tx))
    const entry = { merchantId: found.merchantId, actor: by, action: 'revoke_api_key', subject: `key:${id}`, facts: {} } as const
    await recordAudit(tx, entry, now)
    return { kind: 'revoked', id }
  })
}
