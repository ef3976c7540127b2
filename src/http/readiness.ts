import { sql } from 'kysely'
import { sharedMigrations } from '../../migrations/index.ts'
import type { Clock } from '../clock.ts'
import { sharedDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { Readiness } from './health-routes.ts'

/** However often it is asked, the database is asked this often. */
const FRESH_MS = 1_000
const TIMEOUT_MS = 2_000

/** Whether the database answers and has this program's tables. */
export function readinessOf({ em, clock }: { readonly em: Em; readonly clock: Clock }): () => Promise<Readiness> {
  let last: { readonly atMs: number; readonly answer: Promise<Readiness> } | undefined
  return () => {
    const atMs = clock.now().getTime()
    if (!last || atMs - last.atMs >= FRESH_MS) last = { atMs, answer: withinTime(look(em), clock.deadline(TIMEOUT_MS)) }
    return last.answer
  }
}

async function look(em: Em): Promise<Readiness> {
  try {
    const { rows } = await sql<{ name: string }>`select name from ${sql.table('migration')} where complete`.execute(
      sharedDb(em.fork()),
    )
    const known = new Set(rows.map(({ name }) => name))
    const migrated = sharedMigrations.every(({ name }) => known.has(name))
    return migrated ? { ready: true } : { ready: false, why: 'the database is not migrated' }
  } catch {
    return { ready: false, why: 'the database does not answer' }
  }
}

function withinTime(answer: Promise<Readiness>, deadline: AbortSignal): Promise<Readiness> {
  const tooLate = new Promise<Readiness>((resolve) => {
    deadline.addEventListener('abort', () => resolve({ ready: false, why: 'the database does not answer in time' }), {
      once: true,
    })
  })
  return Promise.race([answer, tooLate])
}
