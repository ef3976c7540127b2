import type { Clock } from '../clock.ts'
import type { Em } from '../db/orm.ts'
import { renewTask, type Lease } from './channel-task.ts'

/** A lease outlives a few lost renewals, and a dead worker's task goes on within a minute. */
export const LEASE_MS = 60_000
const RENEW_MS = 15_000

/** Our lease has gone to another worker: nothing done under it may be booked any more. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
}

/** Does `work` while renewing its lease. The signal `work` gets aborts with `LeaseLost` once the lease has gone. */
export async function withLease<Result>(
  em: Em,
  lease: Lease,
  {
    clock,
    signal,
    work,
  }: { readonly clock: Clock; readonly signal: AbortSignal; readonly work: (signal: AbortSignal) => Promise<Result> },
): Promise<Result> {
  const lost = new AbortController()
  const ended = new AbortController()
  const renewing = renewUntil(em.fork(), lease, { clock, ended: AbortSignal.any([signal, ended.signal]), lost })
  try {
    return await work(AbortSignal.any([signal, lost.signal]))
  } finally {
    ended.abort()
    await renewing
  }
}

async function renewUntil(
  em: Em,
  lease: Lease,
  { clock, ended, lost }: { readonly clock: Clock; readonly ended: AbortSignal; readonly lost: AbortController },
): Promise<void> {
  let goodUntilMs = clock.now().getTime() + LEASE_MS
  while (!ended.aborted && !lost.signal.aborted) {
    await clock.sleep(RENEW_MS, ended).catch(() => undefined)
    if (ended.aborted) return
    const now = clock.now()
    try {
      if (await renewTask(em, lease, { now, leaseMs: LEASE_MS })) goodUntilMs = now.getTime() + LEASE_MS
      else goodUntilMs = 0
    } catch {
      // A database that does not answer is asked again; the fence, not this loop, keeps the books right.
    }
    if (now.getTime() >= goodUntilMs)
      lost.abort(new LeaseLost(`the lease of ${lease.task} on channel ${lease.channelId} has gone`))
  }
}
