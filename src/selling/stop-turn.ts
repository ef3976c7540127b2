import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { makeDue } from '../jobs/channel-task.ts'
import { fenced } from '../jobs/fenced.ts'
import { takeOverOpen } from '../publishing/keep-turn.ts'
import type { Publishing } from '../publishing/publishing.ts'
import { readStanding } from '../publishing/read-standing.ts'
import { readItems, type WorkItem } from '../publishing/read-work.ts'
import { byItem, sendMoves } from '../publishing/send-moves.ts'
import { ids } from '../stock/sql/columns.ts'
import { msOf } from '../stock/sql/instants.ts'
import { isThere } from '../stock/sql/is-there.ts'

const LISTINGS_A_ROUND = 200
const ROUNDS_MAX = 100
/** A stop that was not answered, or refused, is told again: another 0 changes nothing. */
const AGAIN_MS = 5_000

/**
 * Tells shops 0 for the listings that were stopped, under a lease of its own: no raise or reading under way keeps it waiting.
 * Where a call cannot be told 0, the publisher lowers what the listing has.
 */
export async function stopTurn(publishing: Publishing): Promise<Date | null> {
  const { em, connection, clock, signal } = publishing
  const { id: channelId } = connection.channel
  const { state, open } = await readStanding(publishing)
  if (open) await takeOver(publishing)
  if (state !== 'live' && state !== 'joining') return null
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    signal.throwIfAborted()
    const due = await readDueStops(em.fork(), channelId, clock.now())
    if (due.length === 0) break
    const items = await readItems(publishing, sql`p.listing_id = any(${ids(due)}::bigint[]) order by p.listing_id`)
    await later(publishing, due)
    const told = items.filter(({ semantics, joined }) => joined && semantics.canStop)
    await tell(publishing, told)
    await keepTold(publishing, items)
  }
  return nextStop(em.fork(), channelId)
}

/** Stops that a worker left without an answer are brought to their end by the publisher, like everything unknown. */
async function takeOver({ em, lease, connection, clock }: Publishing): Promise<void> {
  const now = clock.now()
  const lost = await fenced(em.fork(), lease, (tx) => takeOverOpen(tx, lease, now))
  if (lost > 0) await makeDue(em.fork(), { channelId: connection.channel.id, task: 'publish', at: now })
}

async function tell(publishing: Publishing, items: readonly WorkItem[]): Promise<void> {
  const { perCall } = publishing.connection.connector.limits.stockLines
  const moves = byItem(items.map((item) => ({ item, kind: 'set_zero', units: 0 }) as const))
  const size = Math.max(1, perCall)
  for (let start = 0; start < moves.length; start += size) {
    const { stopped } = await sendMoves(publishing, { moves: moves.slice(start, start + size), again: [] })
    if (stopped) return
  }
}

async function readDueStops(em: Em, channelId: string, now: Date): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select listing_id as id from ${sql.table('listing_publishing')}
     where channel_id = ${channelId} and stop_next_at <= ${now}::timestamptz
     order by stop_next_at, listing_id limit ${LISTINGS_A_ROUND}`.execute(merchantDb(em))
  return rows.map(({ id }) => id)
}

/** Due again if this turn ends here, whatever has been sent by then. */
async function later({ em, lease, clock }: Publishing, listingIds: readonly string[]): Promise<void> {
  const at = new Date(clock.now().getTime() + AGAIN_MS)
  await fenced(em.fork(), lease, async (tx) => {
    await sql`
      with due as (
        select listing_id from ${sql.table('listing_publishing')} where listing_id = any(${ids(listingIds)}::bigint[])
         order by listing_id for update)
      update ${sql.table('listing_publishing')} p set stop_next_at = ${at}::timestamptz
        from due where p.listing_id = due.listing_id and p.stopped_at is not null`.execute(merchantDb(tx))
  })
}

/** What was acknowledged since the stop is told; its counter is read soon, since only that frees what the listing had. */
async function keepTold({ em, lease, connection, clock }: Publishing, items: readonly WorkItem[]): Promise<void> {
  const now = clock.now()
  const lowered = items.filter(({ semantics }) => !semantics.canStop).map(({ listing }) => listing.id)
  const sent = items.map(({ listing }) => listing.id)
  await fenced(em.fork(), lease, async (tx) => {
    const db = merchantDb(tx)
    await sql`
      select from ${sql.table('listing_publishing')} where listing_id = any(${ids(sent)}::bigint[]) order by listing_id for update`.execute(
      db,
    )
    await sql`
      update ${sql.table('listing_publishing')} p
         set stop_next_at = null, stop_told_at = ${now}::timestamptz, watch_at = '-infinity', next_at = ${now}::timestamptz,
             revision = p.revision + 1
       where p.listing_id = any(${ids(sent)}::bigint[]) and p.stopped_at is not null and ${isThere(sql`
             from ${sql.table('stock_command')} c
              where c.listing_id = p.listing_id and c.kind = 'set_zero' and c.outcome = 'acknowledged' and c.created_at >= p.stopped_at`)}`.execute(
      db,
    )
    await sql`
      update ${sql.table('listing_publishing')} p
         set stop_next_at = null, wanted = 0, next_at = ${now}::timestamptz, revision = p.revision + 1
       where p.listing_id = any(${ids(lowered)}::bigint[]) and p.stopped_at is not null`.execute(db)
  })
  // Apart from what is held under our own lease: two turns that make each other due would wait for each other.
  for (const task of ['publish', 'watch'] as const) await makeDue(em.fork(), { channelId: connection.channel.id, task, at: now })
}

async function nextStop(em: Em, channelId: string): Promise<Date | null> {
  const { rows } = await sql<{ at: number | null }>`
    select ${msOf('stop_next_at')} as at from ${sql.table('listing_publishing')}
     where channel_id = ${channelId} and stop_next_at is not null order by stop_next_at limit 1`.execute(merchantDb(em))
  const at = rows[0]?.at ?? null
  return at === null ? null : new Date(at)
}
