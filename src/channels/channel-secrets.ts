import { sql } from 'kysely'
import { z } from 'zod'
import { merchantDb, merchantSchema } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { open, rewrap, seal } from '../secrets/envelope.ts'
import type { MasterKeys } from '../secrets/master-keys.ts'

interface Contents {
  readonly application: { readonly secret: string }
  readonly tokens: { readonly accessToken: string; readonly refreshToken: string | null }
}
type Kind = keyof Contents

const contents: { readonly [K in Kind]: z.ZodType<Contents[K]> } = {
  application: z.object({ secret: z.string() }),
  tokens: z.object({ accessToken: z.string(), refreshToken: z.string().nullable() }),
}

/** Seals a secret of a channel for its row. It comes out of `readSecret` only, which no answer of the API uses. */
export async function writeSecret<K extends Kind>(
  em: Em,
  secret: { readonly channelId: string; readonly kind: K; readonly content: Contents[K] },
  { keys, now }: { readonly keys: MasterKeys; readonly now: Date },
): Promise<void> {
  const { channelId, kind, content } = secret
  const sealed = seal(Buffer.from(JSON.stringify(content)), { keys, boundTo: boundTo(em, channelId, kind) })
  await sql`
    insert into ${sql.table('channel_secret')} (channel_id, kind, sealed, updated_at)
    values (${channelId}, ${kind}, ${Buffer.from(sealed)}, ${now}::timestamptz)
        on conflict (channel_id, kind) do update set sealed = excluded.sealed, updated_at = excluded.updated_at`.execute(
    merchantDb(em),
  )
}

/** @throws SecretUnreadable when it was changed, moved, or its master key is no longer listed. */
export async function readSecret<K extends Kind>(
  em: Em,
  { channelId, kind }: { readonly channelId: string; readonly kind: K },
  keys: MasterKeys,
): Promise<Contents[K] | undefined> {
  const { rows } = await sql<{ sealed: Buffer }>`
    select sealed from ${sql.table('channel_secret')} where channel_id = ${channelId} and kind = ${kind}`.execute(merchantDb(em))
  const [row] = rows
  if (!row) return undefined
  const plain = open(row.sealed, { keys, boundTo: boundTo(em, channelId, kind) })
  return contents[kind].parse(JSON.parse(Buffer.from(plain).toString('utf8')))
}

/** Wraps the merchant's secrets anew that are under another master key than the current one; returns how many. */
export async function rewrapSecrets(em: Em, keys: MasterKeys): Promise<number> {
  const { rows } = await sql<{ channel_id: string; kind: Kind; sealed: Buffer }>`
    select channel_id, kind, sealed from ${sql.table('channel_secret')} order by channel_id, kind`.execute(merchantDb(em))
  let wrapped = 0
  for (const { channel_id: channelId, kind, sealed } of rows) {
    const anew = rewrap(sealed, { keys, boundTo: boundTo(em, channelId, kind) })
    if (!anew) continue
    // A secret that was replaced meanwhile is under the current key already.
    const { numAffectedRows } = await sql`
      update ${sql.table('channel_secret')} set sealed = ${Buffer.from(anew)}
       where channel_id = ${channelId} and kind = ${kind} and sealed = ${sealed}`.execute(merchantDb(em))
    wrapped += Number(numAffectedRows ?? 0n)
  }
  return wrapped
}

function boundTo(em: Em, channelId: string, kind: Kind): string {
  return `${merchantSchema(em)}/channel/${channelId}/${kind}`
}
