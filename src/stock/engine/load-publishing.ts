import { sql } from 'kysely'
import type { KnownOrder } from '../../domain/channel-order.ts'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import { allOf } from '../../db/pipeline.ts'
import { ids } from '../sql/columns.ts'
import { readOpenCommands } from '../sql/commands.ts'
import { lockPublished, readWaitingReadings } from '../sql/publishing.ts'
import { readOrdersSince, readRaisedSince, readUnbooked, readWatermarkMs, type WatermarkMs } from '../sql/settlement.ts'
import type { Book } from './book.ts'
import { sellersOf } from './load-orders.ts'
import type { Names } from './names.ts'
import type { AllMentions } from './resolve-names.ts'

/** What a settlement goes by, as it was before this batch. */
export interface Settlement {
  /** Orders of this listing that may have changed its counter since its reading, and its open ones. */
  ordersOf(listingId: string): readonly KnownOrder[]
  watermarks(channelId: string): WatermarkMs
  /** Units of every raise of which a try was made after the reading was asked for, whatever its outcome. */
  raisedSince(listingId: string): number
  /** The number of the last try that was on record. */
  triesThrough(listingId: string): number
  /** Whether orders of it wait for somebody to say what it sells. */
  isUnbooked(listingId: string): boolean
}

const NO_SETTLEMENT: Settlement = {
  ordersOf: () => [],
  watermarks: () => ({}),
  raisedSince: () => 0,
  triesThrough: () => 0,
  isUnbooked: () => false,
}

/**
 * What is on record of publishing the listings a batch names. Their quotas are locked already; its locks are sent before it returns. Listings of which orders are booked beside
 * are counted as sold at the end: whoever locks some now and others then waits for those who lock all of them in order of id.
 */
export async function loadPublishing(
  em: Em,
  book: Book,
  { mentions, names }: { readonly mentions: AllMentions; readonly names: Names },
): Promise<Settlement> {
  const { listings, settling } = mentions
  const all = [...new Set([...listings, ...settling])]
  if (all.length === 0) return NO_SETTLEMENT
  const sellers = sellersOf({ mentions, names }).flatMap(({ id, joined }) => (joined ? [id] : []))
  const named = new Set(all)
  const [locked, commands, readings] = await allOf([
    lockPublished(em, [...new Set([...all, ...sellers])]),
    readOpenCommands(em, all),
    readWaitingReadings(em, all),
    settling.length === 0 ? undefined : pinRecipes(em, settling, names),
  ])
  const rows = locked.filter(({ listingId }) => named.has(listingId))
  for (const row of rows) book.published.set(row.listingId, row)
  for (const command of commands) book.commands.set(command.id, command)
  for (const reading of readings) book.readings.set(reading.id, reading)
  if (settling.length === 0) return NO_SETTLEMENT

  const tries = new Map(rows.map((row) => [row.listingId, row.tries]))
  const asked = readings.filter(({ listingId }) => settling.includes(listingId))
  const since = asked.map(({ listingId, sentAtMs }) => ({ listingId, sinceMs: sentAtMs }))
  const channelIds = [...new Set(settling.flatMap((id) => names.listingById(id)?.channelId ?? []))]
  const [orders, raised, watermarks, unbooked] = await allOf([
    since.length === 0 ? [] : readOrdersSince(em, since),
    asked.length === 0 ? new Map<string, number>() : readRaisedSince(em, asked),
    readWatermarkMs(em, channelIds),
    readUnbooked(em, settling),
  ])
  return {
    ordersOf: (listingId) => orders.filter(({ lines }) => lines.some((line) => line.listingId === listingId)),
    raisedSince: (listingId) => raised.get(listingId) ?? 0,
    watermarks: (channelId) => watermarks.get(channelId) ?? {},
    triesThrough: (listingId) => tries.get(listingId) ?? 0,
    isUnbooked: (listingId) => unbooked.has(listingId),
  }
}

/** N25: while a listing joins, nobody grants a version that it would not be open for. */
async function pinRecipes(em: Em, listingIds: readonly string[], names: Names): Promise<void> {
  const joining = listingIds.flatMap((id) => {
    const listing = names.listingById(id)
    return listing && !listing.joined && listing.recipeId !== null ? [listing.recipeId] : []
  })
  if (joining.length === 0) return
  await sql`select 1 from ${sql.table('recipe')} where id = any(${ids(joining)}::bigint[]) order by id for share`.execute(
    merchantDb(em),
  )
}
