import { sql } from 'kysely'
import { sharedDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { makeApiKey } from './api-key.ts'
import type { ApiKey } from './api-key-record.ts'
import { recordAudit } from './audit-log.ts'
import { checkKeyRequest, type KeyRequest } from './check-key-request.ts'
import { findMerchant } from './find-merchant.ts'
import { refuseAccess, type AccessRefused } from './refusal.ts'

export type CreateApiKeyOutcome = { readonly kind: 'created'; readonly secret: string; readonly apiKey: ApiKey } | AccessRefused

/** Makes a key. The secret is in this answer and nowhere else. `by` is who asks; whether they may is for the caller to have checked. */
export async function createApiKey(
  em: Em,
  request: KeyRequest,
  { by, now }: { readonly by: string; readonly now: Date },
): Promise<CreateApiKeyOutcome> {
  const bad = checkKeyRequest(request, now)
  if (bad) return bad
  const merchant = request.merchant === null ? null : await findMerchant(em, request.merchant)
  if (merchant === undefined) return refuseAccess('UNKNOWN_MERCHANT', `no merchant ${request.merchant}`, 'merchant')
  const { key, hash, shownPrefix } = makeApiKey()
  return em.transactional(async (tx) => {
    const { name, role, channels, locations, installation, expiresAt } = request
    const { rows } = await sql<{ id: string }>`
      insert into ${sql.table('api_key')}
        (merchant_id, name, role, key_hash, key_prefix, channels, locations, installation, created_at, expires_at)
      values (${merchant?.id ?? null}, ${name}, ${role}, ${hash}, ${shownPrefix}, ${channels}::text[], ${locations}::text[],
        ${installation}, ${now}, ${expiresAt})
      returning id`.execute(sharedDb(tx))
    const id = rows[0]?.id ?? ''
    const facts = { name, role, channels, locations, installation, expiresAt }
    await recordAudit(
      tx,
      { merchantId: merchant?.id ?? null, actor: by, action: 'create_api_key', subject: `key:${id}`, facts },
      now,
    )
    const apiKey = { id, name, role, shownPrefix, channels, locations, installation, createdAt: now, expiresAt }
    return { kind: 'created', secret: key, apiKey: { ...apiKey, revokedAt: null, lastUsedAt: null } }
  })
}
