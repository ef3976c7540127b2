import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import { sharedDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { createMerchant } from '../merchants/create-merchant.ts'
import { createApiKey } from './create-api-key.ts'

const MERCHANT = 'default'

/**
 * On an installation that has no key at all: the merchant `default`, and a key that administers it and the installation.
 * Returns the key, which nobody can read again, or undefined where there are keys already.
 */
export async function createFirstAdmin(
  em: Em,
  database: { readonly url: string; readonly clock: Clock; readonly signal: AbortSignal },
): Promise<string | undefined> {
  const { rows } = await sql<{ any: boolean }>`select exists (select from ${sql.table('api_key')}) as "any"`.execute(sharedDb(em))
  if (rows[0]?.any !== false) return undefined
  await createMerchant(database, { code: MERCHANT, name: 'Default' })
  const request = { merchant: MERCHANT, name: 'first administrator', role: 'admin', installation: true } as const
  const made = await createApiKey(
    em,
    { ...request, channels: null, locations: null, expiresAt: null },
    { by: 'first start', now: database.clock.now() },
  )
  if (made.kind === 'refused') throw new Error(`the first key was refused: ${made.message}`)
  return made.secret
}
