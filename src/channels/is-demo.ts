import { sql } from 'kysely'
import { sharedDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'

/** Whether the database was made by the demo: no real shop can be connected in it. */
export async function isDemo(em: Em): Promise<boolean> {
  const { rows } = await sql`select from ${sql.table('demo_mark')} limit 1`.execute(sharedDb(em))
  return rows.length > 0
}
