import { sql } from 'kysely'
import { makeDue } from '../jobs/channel-task.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { MasterKeys } from '../secrets/master-keys.ts'
import { instantOrNull, msOf } from '../stock/sql/instants.ts'
import { writeSecret } from './channel-secrets.ts'
import type { TokenGrant } from './token.ts'

const DAY_MS = 86_400_000
/** Tokens are renewed this long before they end, or halfway where they live for less than twice as long. */
const RENEW_AHEAD_MS = 3 * DAY_MS

/** What is known of a shop's authorisation; the tokens themselves are sealed elsewhere. Times are on our clock. */
export interface Authorisation {
  /** Grows with every new set of tokens, as text. */
  readonly version: string
  readonly grantedAtMs: number
  readonly expiresAtMs: number | null
  readonly refreshExpiresAtMs: number | null
  readonly refreshable: boolean
  readonly levels: readonly { readonly name: string; readonly expiresAtMs: number }[]
  /** Since when the platform does not accept it any more. */
  readonly endedAtMs: number | null
}

interface Row {
  readonly channel_id: string
  readonly version: string
  readonly granted_ms: number
  readonly expires_ms: number | null
  readonly refresh_expires_ms: number | null
  readonly refreshable: boolean
  readonly levels: Authorisation['levels'] | string
  readonly ended_ms: number | null
}

/** By channel; one that was never authorised is not in the map. */
export async function readAuthorisations(em: Em, channelIds: readonly string[]): Promise<ReadonlyMap<string, Authorisation>> {
  const { rows } = await sql<Row>`
    select channel_id, version, ${msOf('granted_at')} as granted_ms, ${msOf('expires_at')} as expires_ms,
           ${msOf('refresh_expires_at')} as refresh_expires_ms, refreshable, levels, ${msOf('ended_at')} as ended_ms
      from ${sql.table('channel_authorisation')} where channel_id = any(${channelIds}::bigint[])`.execute(merchantDb(em))
  return new Map(rows.map((row) => [row.channel_id, toAuthorisation(row)]))
}

function toAuthorisation(row: Row): Authorisation {
  return {
    version: row.version,
    grantedAtMs: row.granted_ms,
    expiresAtMs: row.expires_ms,
    refreshExpiresAtMs: row.refresh_expires_ms,
    refreshable: row.refreshable,
    levels: typeof row.levels === 'string' ? JSON.parse(row.levels) : row.levels,
    endedAtMs: row.ended_ms,
  }
}

/**
 * Keeps new tokens, in the transaction of `tx`, and says when they have to be renewed. Given the version they were made
 * from, they are kept only while that is the newest: false otherwise.
 */
export async function keepGrant(
  tx: Em,
  { channelId, grant, madeFrom }: { readonly channelId: string; readonly grant: TokenGrant; readonly madeFrom: string | null },
  { keys, now }: { readonly keys: MasterKeys; readonly now: Date },
): Promise<boolean> {
  const { accessToken, refreshToken, expiresAt, refreshExpiresAt } = grant
  const levels = grant.levels.map((level) => ({ name: level.name, expiresAtMs: level.expiresAt.getTime() }))
  const { rows } = await sql`
    insert into ${sql.table('channel_authorisation')} as a
           (channel_id, version, granted_at, expires_at, refresh_expires_at, refreshable, levels)
    values (${channelId}, 1, ${now}::timestamptz, ${expiresAt}::timestamptz, ${refreshExpiresAt}::timestamptz,
            ${refreshToken !== null}, ${JSON.stringify(levels)}::jsonb)
        on conflict (channel_id) do update
       set version = a.version + 1, granted_at = excluded.granted_at, expires_at = excluded.expires_at,
           refresh_expires_at = excluded.refresh_expires_at, refreshable = excluded.refreshable, levels = excluded.levels,
           ended_at = null
     where ${madeFrom}::bigint is null or a.version = ${madeFrom}::bigint
    returning version`.execute(merchantDb(tx))
  if (rows.length === 0) return false
  await writeSecret(tx, { channelId, kind: 'tokens', content: { accessToken, refreshToken } }, { keys, now })
  return true
}

/** Halfway through a short life, days before the end of a long one; null when it cannot or need not be renewed. */
export function renewalOf(grant: TokenGrant, now: Date): Date | null {
  const ends = [grant.expiresAt, grant.refreshExpiresAt].filter((end) => end !== null).map((end) => end.getTime())
  if (grant.refreshToken === null || grant.expiresAt === null) return null
  const endMs = Math.min(...ends)
  return new Date(endMs - Math.min(RENEW_AHEAD_MS, Math.max(0, endMs - now.getTime()) / 2))
}

/** The platform no longer takes the tokens of this version: they are renewed at once, else the authorisation has ended. */
export async function tokensRejected(
  em: Em,
  { channelId, version, now }: { readonly channelId: string; readonly version: string; readonly now: Date },
): Promise<void> {
  await em.transactional(async (tx) => {
    // Tasks come first: whoever renews them holds this one, and writes the authorisation next.
    await sql`
      select from ${sql.table('channel_task')} where channel_id = ${channelId} and task = 'tokens' for update`.execute(
      merchantDb(tx),
    )
    const { rows } = await sql<{ refreshable: boolean }>`
      update ${sql.table('channel_authorisation')}
         set ended_at = case when refreshable then ended_at else coalesce(ended_at, ${instantOrNull(now.getTime())}::timestamptz) end
       where channel_id = ${channelId} and version = ${version}
      returning refreshable and ended_at is null as refreshable`.execute(merchantDb(tx))
    if (rows[0]?.refreshable) await makeDue(tx, { channelId, task: 'tokens', at: now })
  })
}

export async function endAuthorisation(
  em: Em,
  { channelId, version, now }: { readonly channelId: string; readonly version: string; readonly now: Date },
): Promise<void> {
  await sql`
    update ${sql.table('channel_authorisation')} set ended_at = coalesce(ended_at, ${now}::timestamptz)
     where channel_id = ${channelId} and version = ${version}`.execute(merchantDb(em))
}
