import { sql } from 'kysely'
import type { SystemClock } from '../clock.ts'
import type { Log } from '../log.ts'
import { sharedDb } from './merchant-db.ts'
import type { Em } from './orm.ts'

const SAMPLES = 5
const AGAIN_AFTER_MS = 60_000
/** A jump of this size means that one of the two machines' clocks was set. */
const JUMP_MS = 1_000

/**
 * Makes `clock` follow the database's, so that all processes on one database agree on when a hold ends.
 * Returns after the first measurement; then measures again every minute until `signal` aborts.
 */
export async function followDatabaseClock(options: {
  readonly em: Em
  readonly clock: SystemClock
  readonly log: Log
  readonly signal: AbortSignal
}): Promise<void> {
  await follow(options.em, options.clock)
  void keepFollowing(options)
}

async function keepFollowing({ em, clock, log, signal }: Parameters<typeof followDatabaseClock>[0]): Promise<void> {
  while (!signal.aborted) {
    try {
      await clock.sleep(AGAIN_AFTER_MS, signal)
      const movedMs = await follow(em, clock)
      if (Math.abs(movedMs) >= JUMP_MS) log.warn({ movedMs }, "the database's clock and this machine's have drifted apart")
    } catch (error) {
      // The last offset stays good for a while: two quartz clocks drift by about a second a day.
      if (!signal.aborted) log.warn({ err: error }, "the database's clock could not be read")
    }
  }
}

/** Believes the sample with the shortest way there and back. Returns by how many milliseconds the clock moved. */
async function follow(em: Em, clock: SystemClock): Promise<number> {
  let best: { readonly theirs: Date; readonly askedAt: Date; readonly answeredAt: Date } | undefined
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    const askedAt = clock.now()
    const theirs = await readDatabaseTime(em)
    const answeredAt = clock.now()
    const isBetter =
      best === undefined || answeredAt.getTime() - askedAt.getTime() < best.answeredAt.getTime() - best.askedAt.getTime()
    if (isBetter) best = { theirs, askedAt, answeredAt }
  }
  return best === undefined ? 0 : clock.follow(best)
}

async function readDatabaseTime(em: Em): Promise<Date> {
  const query = sql<{ ms: number }>`select (extract(epoch from clock_timestamp()) * 1000)::double precision as ms`
  const { rows } = await query.execute(sharedDb(em.fork()))
  return new Date(rows[0]?.ms ?? Number.NaN)
}
