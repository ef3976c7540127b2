import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createApiKey } from '../src/access/create-api-key.ts'
import { tryIt, type AppExtras } from '../src/app.ts'
import { createMerchant } from '../src/merchants/create-merchant.ts'

export const DEMO_MERCHANT = { code: 'demo', name: 'Demo', schema: 'm_demo' } as const

/** The demo's merchant and a key of its administrator, which is kept beside the shops: nothing of it is worth a secret. */
export async function signIn(
  folder: string,
  { em, api, database }: Parameters<AppExtras['signIn']>[0],
): Promise<readonly string[]> {
  await createMerchant(database, DEMO_MERCHANT)
  const file = join(folder, 'key')
  const key = (await readIfThere(file)) ?? (await makeKey(file, { em, now: database.clock.now() }))
  return [`Key of the demo's administrator (in ${file}): ${key}`, ...tryIt(api, key)]
}

async function makeKey(file: string, { em, now }: { em: Parameters<typeof createApiKey>[0]; now: Date }): Promise<string> {
  const request = { merchant: DEMO_MERCHANT.code, name: 'demo', role: 'admin', installation: true } as const
  const made = await createApiKey(em, { ...request, channels: null, locations: null, expiresAt: null }, { by: 'demo', now })
  if (made.kind === 'refused') throw new Error(`the demo's key is refused: ${made.message}`)
  await writeFile(file, made.secret, { mode: 0o600, flush: true })
  return made.secret
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
