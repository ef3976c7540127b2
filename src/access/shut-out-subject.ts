import { sql } from 'kysely'
import { sharedDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { recordAudit } from './audit-log.ts'
import { refuseAccess, type AccessRefused } from './refusal.ts'

const SUBJECT_LENGTH_MAX = 200

export type ShutOutOutcome = { readonly kind: 'done'; readonly subject: string; readonly shutOut: boolean } | AccessRefused

/**
 * Shuts the bearer of signed tokens out, or lets them in again: a token itself cannot be taken back before it expires.
 * Every process follows within seconds. Subjects belong to the issuer, so this is for those who administer the installation.
 */
export async function shutOutSubject(
  em: Em,
  { subject, shutOut }: { readonly subject: string; readonly shutOut: boolean },
  { by, now }: { readonly by: string; readonly now: Date },
): Promise<ShutOutOutcome> {
  if (subject === '' || subject.length > SUBJECT_LENGTH_MAX || subject.includes('\0'))
    return refuseAccess('INVALID', `subject must be a text of 1 to ${SUBJECT_LENGTH_MAX} characters`, 'subject')
  const disabledAt = shutOut ? now : null
  return em.transactional(async (tx) => {
    await sql`
      insert into ${sql.table('account')} as a (subject, name, role, created_at, disabled_at)
      values (${subject}, ${subject}, 'viewer', ${now}, ${disabledAt})
          on conflict (subject) do update set disabled_at = ${disabledAt}`.execute(sharedDb(tx))
    const action = shutOut ? 'shut_out_subject' : 'let_in_subject'
    await recordAudit(tx, { merchantId: null, actor: by, action, subject: `token:${subject}`, facts: {} }, now)
    return { kind: 'done', subject, shutOut }
  })
}
