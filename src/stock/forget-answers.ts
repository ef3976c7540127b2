import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { instant } from './sql/instants.ts'

/** A key is answered for so long; afterwards it counts as new. */
const KEY_LIFE_MS = 30 * 24 * 3_600_000
const ANSWERS_PER_STEP = 5_000

/** Forgets answers whose keys are too old to be asked again. Returns how many. */
export async function forgetAnswers(
  em: Em,
  { nowMs, signal }: { readonly nowMs: number; readonly signal: AbortSignal },
): Promise<number> {
  const before = instant(nowMs - KEY_LIFE_MS)
  for (let forgotten = 0; ;) {
    signal.throwIfAborted()
    const { numAffectedRows = 0n } = await sql`
      delete from ${sql.table('command')}
       where key in (select key from ${sql.table('command')} where recorded_at < ${before}::timestamptz limit ${ANSWERS_PER_STEP})`.execute(
      merchantDb(em.fork()),
    )
    forgotten += Number(numAffectedRows)
    if (numAffectedRows < ANSWERS_PER_STEP) return forgotten
  }
}
