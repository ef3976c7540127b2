import { anyOf } from '../any-signal.ts'
import type { Clock } from '../clock.ts'
import type { Em } from '../db/orm.ts'
import { renewTask, type Lease } from './channel-task.ts'

/** A lease outlives a few lost renewals, and a dead worker's task goes on within a minute. */
export const LEASE_MS = 60_000

/** Our lease has gone to another worker: nothing done under it may be booked any more. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
}

/** Of no interest to anybody: made once, for to make an error is most of what ending a turn costs. */
const over = new Error('the work is over')

interface Keeping<Result> {
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly leaseMs?: number
  readonly work: (signal: AbortSignal) => Promise<Result>
}

/** Does `work` while renewing its lease. The signal `work` gets aborts with `LeaseLost` once the lease has gone. */
export async function withLease<Result>(em: Em, lease: Lease, keeping: Keeping<Result>): Promise<Result> {
  const name = `the lease of ${lease.task} on channel ${lease.channelId}`
  const own = em.fork()
  return keepLease({ name, renew: (terms) => renewTask(own, lease, terms), ...keeping })
}

/** The same for a lease of any kind. */
export async function keepLease<Result>(kept: Keeping<Result> & Renewal): Promise<Result> {
  const lost = new AbortController()
  const ended = new AbortController()
  using until = anyOf(kept.signal, ended.signal)
  using stopped = anyOf(kept.signal, lost.signal)
  const renewing = renewUntil(kept, { ended: until.signal, lost })
  try {
    return await kept.work(stopped.signal)
  } finally {
    ended.abort(over)
    await renewing
  }
}

interface Renewal {
  readonly name: string
  /** False when the lease has gone. */
  readonly renew: (terms: { readonly now: Date; readonly leaseMs: number }) => Promise<boolean>
}

async function renewUntil(
  { name, renew, clock, leaseMs = LEASE_MS }: Renewal & { readonly clock: Clock; readonly leaseMs?: number },
  { ended, lost }: { readonly ended: AbortSignal; readonly lost: AbortController },
): Promise<void> {
  let goodUntilMs = clock.now().getTime() + leaseMs
  while (!ended.aborted && !lost.signal.aborted) {
    await clock.sleep(leaseMs / 4, ended).catch(() => undefined)
    if (ended.aborted) return
    const now = clock.now()
    try {
      if (await renew({ now, leaseMs })) goodUntilMs = now.getTime() + leaseMs
      else goodUntilMs = 0
    } catch {
      // A database that does not answer is asked again; the fence, not this loop, keeps the books right.
    }
    if (now.getTime() >= goodUntilMs) lost.abort(new LeaseLost(`${name} has gone`))
  }
}
