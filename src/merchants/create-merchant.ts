import { merchantMigrations } from '../../migrations/index.ts'
import type { Clock } from '../clock.ts'
import { SHARED_SCHEMA } from '../db/merchant-db.ts'
import { withMigrationClient } from '../db/migrate-all.ts'
import { migrateSchema } from '../db/migrate.ts'
import { pgFailure } from '../db/pg-errors.ts'
import { seedMerchant } from '../db/seed-merchant.ts'

const CODE = /^[a-z][a-z0-9_]{0,39}$/
const TRIES_MAX = 5
const RETRY_WAIT_MS = 200

export interface Merchant {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly schema: string
}

export type CreateMerchantOutcome =
  | { readonly kind: 'created'; readonly merchant: Merchant }
  /** It was there before, under whatever name: nothing changed. */
  | { readonly kind: 'existed'; readonly merchant: Merchant }
  | { readonly kind: 'bad code'; readonly message: string }
  | { readonly kind: 'bad name'; readonly message: string }

/**
 * Creates a merchant with a schema of its own. Twice, or by several at once, it is created once.
 * One that was interrupted is finished by the same command again, or by the next start.
 */
export async function createMerchant(
  database: { readonly url: string; readonly clock: Clock; readonly signal: AbortSignal },
  input: { readonly code: string; readonly name: string },
): Promise<CreateMerchantOutcome> {
  if (!CODE.test(input.code)) {
    return { kind: 'bad code', message: 'a merchant code is 1 to 40 of a-z, 0-9 and _, beginning with a letter' }
  }
  const name = input.name.trim()
  if (name.length === 0 || name.length > 200) return { kind: 'bad name', message: 'a merchant name is 1 to 200 characters long' }
  for (let tries = 1; ; tries += 1) {
    try {
      return await createOnce(database, { code: input.code, name })
    } catch (error) {
      // A sharded database refuses new schemas while one of its nodes is away.
      const passing = ['conflict', 'lock timeout', 'connection lost', 'overloaded'].includes(pgFailure(error) ?? '')
      if (!passing || tries >= TRIES_MAX) throw error
      await database.clock.sleep(RETRY_WAIT_MS * 2 ** tries, database.signal)
    }
  }
}

async function createOnce(
  { url, clock, signal }: { readonly url: string; readonly clock: Clock; readonly signal: AbortSignal },
  { code, name }: { readonly code: string; readonly name: string },
): Promise<CreateMerchantOutcome> {
  return withMigrationClient(url, async (client) => {
    const schema = `m_${code}`
    const inserted = await client.query(
      `insert into ${SHARED_SCHEMA}.merchant (code, name, schema_name, created_at) values ($1, $2, $3, $4)
       on conflict (code) do nothing`,
      [code, name, schema, clock.now()],
    )
    await migrateSchema(client, { schema, migrations: merchantMigrations, signal })
    await seedMerchant(client, { schema, now: clock.now() })
    const { rows } = await client.query<Merchant>(
      `update ${SHARED_SCHEMA}.merchant set ready_at = coalesce(ready_at, $2) where code = $1
       returning id, code, name, schema_name as schema`,
      [code, clock.now()],
    )
    const [merchant] = rows
    if (!merchant) throw new Error(`the merchant ${code} vanished while it was created`)
    return { kind: inserted.rowCount === 1 ? 'created' : 'existed', merchant }
  })
}
