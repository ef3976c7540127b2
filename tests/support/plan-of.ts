import { sql } from 'kysely'
import { merchantDb } from '../../src/db/merchant-db.ts'
import type { Em } from '../../src/db/orm.ts'

/** The plan that PostgreSQL keeps of a statement, made for any values. */
export async function planOf(em: Em, statement: string): Promise<string> {
  const { rows } = await sql<{ 'QUERY PLAN': string }>`explain (generic_plan) ${sql.raw(statement)}`.execute(merchantDb(em))
  return rows.map((row) => row['QUERY PLAN']).join('\n')
}
