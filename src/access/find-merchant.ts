import { sql } from 'kysely'
import { sharedDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { MerchantRef } from './principal.ts'

/** A merchant that is ready for requests, by its code. */
export async function findMerchant(em: Em, code: string): Promise<MerchantRef | undefined> {
  const { rows } = await sql<MerchantRef>`
    select id, code, schema_name as schema from ${sql.table('merchant')}
    where code = ${code} and ready_at is not null`.execute(sharedDb(em))
  return rows[0]
}
