import { sql } from 'kysely'
import { sharedDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { Merchant } from './create-merchant.ts'

/** The merchants that are ready to be used, by code. */
export async function listMerchants(em: Em): Promise<readonly Merchant[]> {
  const { rows } = await sql<Merchant>`
    select id, code, name, schema_name as schema from ${sql.table('merchant')} where ready_at is not null order by code`.execute(
    sharedDb(em),
  )
  return rows
}
