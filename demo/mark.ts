import { sql } from 'kysely'
import { UsageError } from '../src/explain-error.ts'
import { merchantDb, sharedDb } from '../src/db/merchant-db.ts'
import type { Em } from '../src/db/orm.ts'
import { listMerchants } from '../src/merchants/list-merchants.ts'

/**
 * Lets the demo into a database that is empty, or marked as its own. `id`: whose journal lies in the data folder.
 * @throws UsageError for any other.
 */
export async function admitDemo(em: Em, { id, dataFolder }: { id: string | null; dataFolder: string }): Promise<void> {
  const merchants = await listMerchants(em)
  for (const { code, schema } of merchants) await refuseReal(em.fork({ schema }), { code, dataFolder })
  const { rows } = await sql<{ id: string }>`select id from ${sql.table('demo_mark')}`.execute(sharedDb(em))
  const [mark] = rows
  if (mark && mark.id !== id) {
    throw new UsageError(
      `what the demo's shops have sold is not in ${dataFolder}/demo any more: remove ${dataFolder} to begin anew. ${elsewhere}`,
    )
  }
  if (!mark) for (const { code, schema } of merchants) await refuseUsed(em.fork({ schema }), { code, dataFolder })
}

/** From now on it is a demo's database: no real shop can be connected in it. */
export async function markDatabase(em: Em, { id, now }: { readonly id: string; readonly now: Date }): Promise<void> {
  await sql`
    insert into ${sql.table('demo_mark')} (id, marked_at) values (${id}, ${now}::timestamptz) on conflict do nothing`.execute(
    sharedDb(em),
  )
}

const elsewhere =
  'npm start -- --bare runs OnePool on it without the demo; DATA_FOLDER=elsewhere npm start runs the demo in another folder.'

interface About {
  readonly code: string
  readonly dataFolder: string
}

async function refuseReal(em: Em, { code, dataFolder }: About): Promise<void> {
  const { rows } = await sql<{ code: string }>`
    select code from ${sql.table('channel')} where platform <> 'direct' and not sandbox limit 1`.execute(merchantDb(em))
  const [real] = rows
  if (real) {
    throw new UsageError(
      `the database in ${dataFolder} holds a real shop (channel ${real.code} of merchant ${code}): the demo never goes there. ${elsewhere}`,
    )
  }
}

/** What somebody has begun to enter is not mixed with made-up sales. */
async function refuseUsed(em: Em, { code, dataFolder }: About): Promise<void> {
  for (const table of ['channel', 'sku', 'location']) {
    const { rows } = await sql`select from ${sql.table(table)} limit 1`.execute(merchantDb(em))
    if (rows.length === 0) continue
    throw new UsageError(
      `the database in ${dataFolder} is in use (merchant ${code} has a ${table}): the demo never goes there. ${elsewhere}`,
    )
  }
}
