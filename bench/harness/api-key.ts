import { createApiKey } from '../../src/access/create-api-key.ts'
import type { Em } from '../../src/db/orm.ts'

/** A key that may do everything for this merchant. */
export async function apiKeyFor(em: Em, { merchant, now }: { readonly merchant: string; readonly now: Date }): Promise<string> {
  const wish = {
    merchant,
    name: 'bench',
    role: 'admin',
    channels: null,
    locations: null,
    installation: false,
    expiresAt: null,
  } as const
  const made = await createApiKey(em.fork(), wish, { by: 'bench', now })
  if (made.kind === 'refused') throw new Error(made.message)
  return made.secret
}
