import { createApiKey } from '../access/create-api-key.ts'
import type { KeyRequest } from '../access/check-key-request.ts'
import { listApiKeys } from '../access/list-api-keys.ts'
import { listAuditLog } from '../access/list-audit-log.ts'
import { revokeApiKey } from '../access/revoke-api-key.ts'
import { shutOutSubject } from '../access/shut-out-subject.ts'
import { recordAudit } from '../access/audit-log.ts'
import type { Clock } from '../clock.ts'
import type { Em } from '../db/orm.ts'
import { createMerchant } from '../merchants/create-merchant.ts'

export type AccessDesk = ReturnType<typeof openAccessDesk>

/** Merchants and keys: what belongs to the installation. */
export function openAccessDesk({ em, url, clock, signal }: { em: Em; url: string; clock: Clock; signal: AbortSignal }) {
  return {
    createApiKey: (request: KeyRequest, by: string) => createApiKey(em.fork(), request, { by, now: clock.now() }),
    revokeApiKey: (key: { readonly id: string; readonly merchantId: string | null }, by: string) =>
      revokeApiKey(em.fork(), key, { by, now: clock.now() }),
    listApiKeys: (wanted: { readonly merchantId: string; readonly first: number; readonly beforeId: string | null }) =>
      listApiKeys(em.fork(), wanted),
    listAuditLog: (wanted: { readonly merchantId: string; readonly first: number; readonly beforeId: string | null }) =>
      listAuditLog(em.fork(), wanted),

    shutOutSubject: (wanted: { readonly subject: string; readonly shutOut: boolean }, by: string) =>
      shutOutSubject(em.fork(), wanted, { by, now: clock.now() }),

    async createMerchant(input: { readonly code: string; readonly name: string }, by: string) {
      const outcome = await createMerchant({ url, clock, signal }, input)
      if (outcome.kind !== 'created') return outcome
      const { id: merchantId, code, name } = outcome.merchant
      const entry = { merchantId, actor: by, action: 'create_merchant', subject: `merchant:${code}`, facts: { name } } as const
      await recordAudit(em.fork(), entry, clock.now())
      return outcome
    },
  }
}
