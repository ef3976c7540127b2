import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { StockCommand } from '../domain/publishing/command.ts'
import { toListed, type Listed } from '../stock/read/list-page.ts'
import { readCommands } from '../stock/sql/commands.ts'

/** A move of a listing's number, with the name of its listing. */
export interface ListedMove extends StockCommand {
  readonly listing: string
}

/** Moves that are not settled yet, or all, newest last; `after` is the id of one. */
export async function listMoves(
  em: Em,
  {
    channelId,
    listingId,
    open,
    first,
    after,
  }: {
    readonly channelId: string
    readonly listingId: string | null
    readonly open: boolean
    readonly first: number
    readonly after: string | null
  },
): Promise<Listed<ListedMove>> {
  const ofWhom =
    listingId === null ? sql`l.channel_id = ${channelId}` : sql`l.channel_id = ${channelId} and s.listing_id = ${listingId}`
  const past = after !== null && /^[0-9a-f-]{36}$/.test(after) ? after : null
  const commands = await readCommands(
    em,
    sql`c.id in (
      select s.id from ${sql.table('stock_command')} s join ${sql.table('listing')} l on l.id = s.listing_id
       where ${ofWhom} and ${open ? sql`s.state <> 'closed'` : sql`true`}
         and (${past}::uuid is null or (s.created_at, s.id) > (
              select a.created_at, a.id from ${sql.table('stock_command')} a where a.id = ${past}::uuid))
       order by s.created_at, s.id limit ${first + 1})`,
  )
  return toListed(await withListings(em, commands), first)
}

/** Moves of one listing that are on their way, or of which the outcome is unknown, oldest first. */
export async function openMoves(
  em: Em,
  { listingId, first }: { readonly listingId: string; readonly first: number },
): Promise<readonly ListedMove[]> {
  const chosen = sql`c.id in (
    select s.id from ${sql.table('stock_command')} s
     where s.listing_id = ${listingId} and s.state <> 'closed' order by s.created_at, s.id limit ${first})`
  return withListings(em, await readCommands(em, chosen))
}

async function withListings(em: Em, commands: readonly StockCommand[]): Promise<readonly ListedMove[]> {
  const { rows } = await sql<{ id: string; key: string }>`
    select id, external_id as key from ${sql.table('listing')}
     where id = any(${commands.map(({ listingId: id }) => id)}::bigint[])`.execute(merchantDb(em))
  const keys = new Map(rows.map(({ id, key }) => [id, key]))
  return commands.map((command) => ({ ...command, listing: keys.get(command.listingId) ?? '' }))
}
