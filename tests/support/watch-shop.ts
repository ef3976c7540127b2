import { sql } from 'kysely'
import { cadence } from '../../src/channels/estimate-calls.ts'
import { merchantDb } from '../../src/db/merchant-db.ts'
import { endTask } from '../../src/jobs/channel-task.ts'
import { stopTurn } from '../../src/selling/stop-turn.ts'
import { watchTurn, type WatchTurn } from '../../src/watching/watch-turn.ts'
import type { PublishShop } from './publish-world.ts'

/** A turn of the one who looks after what other hands change. */
export async function watch(shop: PublishShop): Promise<WatchTurn> {
  const { em, desk, clock } = shop.world
  const lease = await shop.lease('watch')
  const signal = AbortSignal.timeout(60_000)
  const turn = await watchTurn({ connection: shop.connection, em, desk, lease, clock, signal })
  await endTask(em, lease, { now: clock.now(), dueAt: null, problem: null })
  return turn
}

export async function tellStops(shop: PublishShop): Promise<Date | null> {
  const { em, desk, clock } = shop.world
  const lease = await shop.lease('stop')
  const dueAt = await stopTurn({ connection: shop.connection, em, desk, lease, clock, signal: AbortSignal.timeout(60_000) })
  await endTask(em, lease, { now: clock.now(), dueAt: null, problem: null })
  return dueAt
}

/** What happens from one reading at the stated cadence to the next: read, orders booked, settled, judged. */
export async function readAgain(shop: PublishShop): Promise<void> {
  shop.world.clock.advance(cadence.readingsMs)
  await shop.catchUp()
  await watch(shop)
  await settleAndJudge(shop)
}

export async function settleAndJudge(shop: PublishShop): Promise<void> {
  await shop.catchUp()
  await shop.publish()
}

export interface FoundRow {
  readonly kind: string
  readonly units: number
  readonly above: number
  readonly adopted: number
  readonly cut: number
}

export async function findingsOf(shop: PublishShop): Promise<readonly FoundRow[]> {
  const { rows } = await sql<FoundRow>`
    select kind, units::integer, above_quota::integer as above, adopted::integer, cut_back::integer as cut
      from ${sql.table('listing_finding')} where listing_id = ${shop.listingId} order by id`.execute(merchantDb(shop.world.em))
  return rows
}

export async function openAlarms(shop: PublishShop): Promise<readonly string[]> {
  const { rows } = await sql<{ kind: string }>`
    select kind from ${sql.table('alarm')} where subject like ${`%${shop.code}%`} order by id`.execute(merchantDb(shop.world.em))
  return rows.map(({ kind }) => kind)
}
