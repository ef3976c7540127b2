import { sql } from 'kysely'
import { z } from 'zod'
import { merchantDb, merchantSchema } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { open, rewrap, seal } from '../secrets/envelope.ts'
import type { MasterKeys } from '../secrets/master-keys.ts'
import type { TargetSecrets } from './target.ts'

const Secrets = z.object({ url: z.string(), secret: z.string().nullable() })

/** Sealed for the row of this target, of this merchant. */
export function sealTarget(em: Em, id: string, secrets: TargetSecrets, keys: MasterKeys): Buffer {
  return Buffer.from(seal(Buffer.from(JSON.stringify(secrets)), { keys, boundTo: boundTo(em, id) }))
}

/** @throws SecretUnreadable */
export function openTarget(
  em: Em,
  { id, sealed }: { readonly id: string; readonly sealed: Buffer },
  keys: MasterKeys,
): TargetSecrets {
  return Secrets.parse(JSON.parse(Buffer.from(open(sealed, { keys, boundTo: boundTo(em, id) })).toString('utf8')))
}

/** Wraps the merchant's targets anew that are under another master key than the current one; returns how many. */
export async function rewrapTargets(em: Em, keys: MasterKeys): Promise<number> {
  const { rows } = await sql<{
    id: string
    sealed: Buffer
  }>`select id, sealed from ${sql.table('alarm_target')} order by id`.execute(merchantDb(em))
  let wrapped = 0
  for (const { id, sealed } of rows) {
    const anew = rewrap(sealed, { keys, boundTo: boundTo(em, id) })
    if (!anew) continue
    await sql`update ${sql.table('alarm_target')} set sealed = ${Buffer.from(anew)} where id = ${id} and sealed = ${sealed}`.execute(
      merchantDb(em),
    )
    wrapped += 1
  }
  return wrapped
}

function boundTo(em: Em, id: string): string {
  return `${merchantSchema(em)}/alarm_target/${id}`
}
