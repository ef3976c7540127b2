import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { checkFence, type Lease } from '../jobs/channel-task.ts'
import { LeaseLost } from '../jobs/with-lease.ts'

/** R11: a worker that has lost its lease books nothing. */
export function leaseGuard(lease: Lease): (tx: Em) => Promise<void> {
  return async (tx) => {
    if (!(await checkFence(tx, lease))) throw new LeaseLost(`the lease of ${lease.task} has gone: nothing is booked`)
  }
}

/** The channel was paused, handed back or archived meanwhile: nothing is written to it any more. */
export class ChannelQuiet extends Error {
  override readonly name = 'ChannelQuiet'
}

/** Whether the channel is written to stays as it is until the intents are committed. */
export function writtenGuard(channelId: string): (tx: Em) => Promise<void> {
  return async (tx) => {
    const { rows } = await sql<{ state: string }>`
      select state from ${sql.table('channel')} where id = ${channelId} for share`.execute(merchantDb(tx))
    const state = rows[0]?.state ?? 'gone'
    if (state !== 'live' && state !== 'joining') throw new ChannelQuiet(`channel ${channelId} is ${state}: nothing is written`)
  }
}
