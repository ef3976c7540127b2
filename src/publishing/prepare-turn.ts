import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import { fenced } from '../jobs/fenced.ts'
import { readListings } from '../listings/shop-listing.ts'
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

const SETTLED_AT_ONCE = 100
const ENROLLED_AT_ONCE = 500

/** What goes before any move, as far as there is any of it. Returns whether there was. */
export async function prepareTurn(publishing: Publishing, standing: ChannelStanding): Promise<boolean> {
  const { state, waiting, unjudged, idle, uncovered, negative, newcomers, ahead, probing } = standing
  if (waiting.length > 0) await settleWaiting(publishing, waiting)
  // Before anything is raised: what a hand has lowered stays so.
  const judges = waiting.length > 0 || unjudged || idle || uncovered
  if (judges) await judgeCounters(publishing, standing)
  const joins = state === 'joining' || (state === 'live' && newcomers)
  if (joins) await goLive(publishing, standing)
  // What was settled and judged may have left a quota below zero.
  const charges = negative || judges
  if (charges) await chargeNegative(publishing)
  if (ahead) await keepAhead(publishing)
  const probes = probing && (state === 'live' || state === 'joining')
  if (probes) await probeByLowering(publishing)
  return joins || charges || ahead || probes
}

async function settleWaiting(publishing: Publishing, waiting: readonly string[]): Promise<void> {
  const { em, lease, connection } = publishing
  for (let start = 0; start < waiting.length; start += SETTLED_AT_ONCE) {
    const some = waiting.slice(start, start + SETTLED_AT_ONCE)
    const listings = await readListings(em.fork(), sql`l.id = any(${ids(some)}::bigint[])`)
    const known = listings.map((listing) => {
      const { takesAt, hidden: hiding } = connection.connector.semanticsOf(listing)
      return { listingId: listing.id, takesAt, hiding }
    })
    if (known.length === 0) continue
    await doSurely(publishing, settleReadings, { lease, listings: known })
  }
}

/** A channel that joins takes in its listings; once all are in, it is live. New listings of a live one join the same way. */
async function goLive({ em, lease, connection, clock }: Publishing, { state }: ChannelStanding): Promise<void> {
  if (state !== 'joining' && state !== 'live') return
  const { id: channelId } = connection.channel
  await fenced(em.fork(), lease, async (tx) => {
    const enrolled = await enrolListings(tx, { channelId, now: clock.now(), limit: ENROLLED_AT_ONCE })
    if (state !== 'joining' || enrolled > 0 || !(await hasJoined(tx, channelId))) return
    await sql`update ${sql.table('channel')} set state = 'live' where id = ${channelId} and state = 'joining'`.execute(
      merchantDb(tx),
    )
  })
}
