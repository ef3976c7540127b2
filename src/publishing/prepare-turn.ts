import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import { fenced } from '../jobs/fenced.ts'
import { readListings, type ShopListing } from '../listings/shop-listing.ts'
import { stopNewcomers } from '../selling/stop-scopes.ts'
import { ids } from '../stock/sql/columns.ts'
import { judgeCounters } from '../watching/judge-counters.ts'
import { chargeNegative } from './charge-turn.ts'
import { doSurely } from './do-surely.ts'
import { keepAhead } from './keep-ahead.ts'
import { probeByLowering } from './probe-turn.ts'
import type { Publishing } from './publishing.ts'
import type { ChannelStanding } from './read-standing.ts'
import { enrolListings, hasJoined } from './read-work.ts'
import { settleReadings } from './settle-readings.ts'

const SETTLED_AT_ONCE = 200
const ENROLLED_AT_ONCE = 500

export interface Prepared {
  /** Whether there was anything of it. */
  readonly changed: boolean
  /** Listings that have yet to join are looked at up to this one; null: all of them are. */
  readonly enrolled: string | null
}

/** What goes before any move, as far as there is any of it. `above`: listings that have yet to join are looked at up to this one. */
export async function prepareTurn(publishing: Publishing, standing: ChannelStanding, above: string | null): Promise<Prepared> {
  const { state, waiting, unjudged, idle, uncovered, negative, ahead, probing } = standing
  const known = waiting.length > 0 ? await settleWaiting(publishing, standing) : new Map<string, ShopListing>()
  // Before anything is raised: what a hand has lowered stays so.
  const judges = waiting.length > 0 || unjudged || idle || uncovered
  if (judges) await judgeCounters(publishing, standing, known)
  const joins = above !== null && (state === 'joining' || state === 'live')
  const enrolled = joins ? await enrol(publishing, above) : above
  if (state === 'joining' && enrolled === null) await goLive(publishing)
  // What was settled and judged may have left a quota below zero.
  const charges = negative || judges
  if (charges) await chargeNegative(publishing)
  if (ahead) await keepAhead(publishing)
  const probes = probing && (state === 'live' || state === 'joining')
  if (probes) await probeByLowering(publishing)
  return { changed: joins || charges || ahead || probes, enrolled }
}

/** Returns the listings it has read. */
async function settleWaiting(
  publishing: Publishing,
  { waiting, stopping }: ChannelStanding,
): Promise<ReadonlyMap<string, ShopListing>> {
  const { em, lease, connection, clock } = publishing
  const read = new Map<string, ShopListing>()
  for (let start = 0; start < waiting.length; start += SETTLED_AT_ONCE) {
    const some = waiting.slice(start, start + SETTLED_AT_ONCE)
    const listings = await readListings(em.fork(), sql`l.id = any(${ids(some)}::bigint[])`)
    const known = listings.map((listing) => {
      read.set(listing.id, listing)
      const { takesAt, hidden: hiding } = connection.connector.semanticsOf(listing)
      return { listingId: listing.id, takesAt, hiding }
    })
    if (known.length === 0) continue
    await doSurely(publishing, settleReadings, { lease, listings: known })
    // What has joined is not looked at before something is wanted of it.
    if (stopping) await stopNewcomers(em.fork(), { channelId: connection.channel.id, listingIds: some, now: clock.now() })
  }
  return read
}

/** A channel that joins takes in its listings; new ones of a live channel join the same way. */
function enrol({ em, lease, connection, clock }: Publishing, above: string): Promise<string | null> {
  const about = { channelId: connection.channel.id, now: clock.now(), above, limit: ENROLLED_AT_ONCE }
  return fenced(em.fork(), lease, (tx) => enrolListings(tx, about))
}

/** Once all are in, the channel is live. */
async function goLive({ em, lease, connection }: Publishing): Promise<void> {
  const { id: channelId } = connection.channel
  if (!(await hasJoined(em.fork(), channelId))) return
  await fenced(em.fork(), lease, async (tx) => {
    if (!(await hasJoined(tx, channelId))) return
    await sql`update ${sql.table('channel')} set state = 'live' where id = ${channelId} and state = 'joining'`.execute(
      merchantDb(tx),
    )
  })
}
