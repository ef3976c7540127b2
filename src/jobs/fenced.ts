import type { Em } from '../db/orm.ts'
import { checkFence, type Lease } from './channel-task.ts'
import { LeaseLost } from './with-lease.ts'

/** One transaction that books something done under a lease. @throws LeaseLost, having booked nothing, when the lease has gone. */
export async function fenced<Result>(em: Em, lease: Lease, work: (tx: Em) => Promise<Result>): Promise<Result> {
  return em.transactional(async (tx) => {
    if (!(await checkFence(tx, lease))) throw new LeaseLost(`the lease of ${lease.task} on channel ${lease.channelId} has gone`)
    return work(tx)
  })
}
