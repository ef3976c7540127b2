import { anyOf } from '../any-signal.ts'
import type { Clock } from '../clock.ts'
import { merchantSchema } from '../db/merchant-db.ts'
import { endTask, returnTask } from '../jobs/channel-task.ts'
import { LeaseLost } from '../jobs/with-lease.ts'
import { tokensRejected } from './authorisation.ts'
import { channelWork } from './channel-work.ts'
import { ChannelError } from './errors.ts'
import { forgetClock } from './measured-clock.ts'
import { describeFault } from './platform-refusal.ts'
import type { ShopConnection } from './shop-connections.ts'
import type { Tending, Turn } from './tending.ts'

/** A turn that takes longer is ended, and begins anew later. */
const TURN_MAX_MS = 900_000
const RETRY_MS = 30_000
const RETRY_MAX_MS = 1_800_000

/** Does the work of one turn, says when the task is due again, and gives the lease back. */
export async function takeTurn(tending: Tending, turn: Turn): Promise<void> {
  const { connections, clock } = tending
  const { em, lease } = turn
  using bounded = anyOf(turn.signal, clock.deadline(TURN_MAX_MS))
  const { signal } = bounded
  let connection: ShopConnection | undefined
  try {
    connection = await connections.open(em, lease.channelId, signal, lease.authorisation)
    const dueAt = connection ? await channelWork[lease.task].work(tending, connection, { ...turn, signal }) : null
    await endTask(em, lease, { now: clock.now(), dueAt, problem: null, counter: connections.calls })
  } catch (error) {
    // Nobody's fault: whoever is told to stop makes no more calls.
    const isStopped = turn.signal.aborted || tending.signal.aborted
    if (isStopped) await returnTask(em, lease, clock.now())
    if (isStopped || error instanceof LeaseLost) throw error
    await endFailed(tending, turn, { error, connection })
    if (!(error instanceof ChannelError)) throw error
  } finally {
    // What no end of a turn has written. They stay counted until the next one.
    await connections.calls.write(em, merchantSchema(em)).catch(() => undefined)
  }
}

/**
 * Tries again after a growing pause, and says why it failed. A token that is not taken any more is renewed first; a clock that was set is measured
 * anew before the next turn.
 */
async function endFailed(
  { clock, connections }: Tending,
  { em, lease }: Turn,
  { error, connection }: { readonly error: unknown; readonly connection: ShopConnection | undefined },
): Promise<void> {
  const now = clock.now()
  if (error instanceof ChannelError && error.fault === 'wrong clock' && connection) forgetClock(connection.connector)
  const expired = error instanceof ChannelError && error.fault === 'token expired'
  if (expired && connection && lease.task !== 'tokens') {
    await tokensRejected(em, { channelId: lease.channelId, version: connection.version, now })
  }
  const problem = error instanceof ChannelError ? describeFault(error) : 'an error of ours: the log has it'
  const pauseMs = Math.min(RETRY_MAX_MS, RETRY_MS * 2 ** Math.min(lease.failures, 10))
  const asked = error instanceof ChannelError ? (error.retryAfterMs ?? 0) : 0
  const dueAt = expired && lease.task === 'tokens' ? null : later(clock, Math.max(pauseMs, asked))
  await endTask(em, lease, { now, dueAt, problem, counter: connections.calls })
}

function later(clock: Clock, ms: number): Date {
  return new Date(clock.now().getTime() + ms)
}
