import { sql, type RawBuilder } from 'kysely'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'

/**
 * Sends statements that write to different tables as one: on its own each would cost a way to the server and back while
 * the locks are held. None of them may read what another one writes.
 */
export async function sendTogether(em: Em, statements: readonly RawBuilder<unknown>[]): Promise<void> {
  if (statements.length === 0) return
  const named = statements.map((statement, n) => sql`${sql.id(`write_${n + 1}`)} as (${statement})`)
  await sql`with ${sql.join(named)} select`.execute(merchantDb(em))
}
