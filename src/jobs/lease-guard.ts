import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { SharedGuard } from '../stock/engine/guards.ts'
import type { Lease } from './channel-task.ts'
import { LeaseLost } from './with-lease.ts'

/** R11: a worker that has lost its lease books nothing. */
export function leaseGuard(lease: Lease): SharedGuard {
  return new LeaseGuard(lease)
}

class LeaseGuard implements SharedGuard {
  readonly together = checkLeases
  readonly lease: Lease

  constructor(lease: Lease) {
    this.lease = lease
  }
}

/**
 * Whether the leases of a batch still count, in one statement: nobody else gets any of them before its transaction ends.
 * @throws LeaseLost when one has gone.
 */
async function checkLeases(tx: Em, guards: readonly SharedGuard[]): Promise<void> {
  const leases = guards.flatMap((guard) => (guard instanceof LeaseGuard ? [guard.lease] : []))
  const { rows } = await sql<{ channel_id: string; task: string; fence: string }>`
    select t.channel_id, t.task, t.fence
      from ${sql.table('channel_task')} t
      join unnest(${leases.map(({ channelId }) => channelId)}::bigint[], ${leases.map(({ task }) => task)}::text[],
                  ${leases.map(({ fence }) => fence)}::bigint[]) as mine (channel_id, task, fence) using (channel_id, task, fence)
     where t.holder is not null
     order by t.channel_id, t.task
       for share of t`.execute(merchantDb(tx))
  const mine = new Set(rows.map((row) => keyOf({ channelId: row.channel_id, task: row.task, fence: row.fence })))
  const lost = leases.find((lease) => !mine.has(keyOf(lease)))
  if (lost) throw new LeaseLost(`the lease of ${lost.task} on channel ${lost.channelId} has gone: nothing is booked`)
}

function keyOf({
  channelId,
  task,
  fence,
}: {
  readonly channelId: string
  readonly task: string
  readonly fence: string
}): string {
  return JSON.stringify([channelId, task, fence])
}
