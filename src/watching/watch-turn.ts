import type { Publishing } from '../publishing/publishing.ts'
import { readStanding } from '../publishing/read-standing.ts'
import { nextWatchMs, readDueCounters } from './read-counters.ts'

/** New listings are looked for at least so often. */
const LOOK_MS = 60_000

export interface WatchTurn {
  readonly dueAt: Date | null
  /** Counters that were read at the stated cadence, apart from those the publisher reads to settle something. */
  readonly reads: number
}

/**
 * Looks after what other hands change: reads each counter of the channel at the stated cadence. The publisher settles what
 * was read, and has it judged before it raises anything.
 */
export async function watchTurn(publishing: Publishing): Promise<WatchTurn> {
  const { em, connection, clock } = publishing
  const { state } = await readStanding(publishing)
  if (state === 'shadow' || state === 'archived') return { dueAt: null, reads: 0 }
  const reads = await readDueCounters(publishing)
  const nextMs = (await nextWatchMs(em.fork(), connection.channel.id)) ?? Infinity
  const nowMs = clock.now().getTime()
  return { dueAt: new Date(Math.max(nowMs, Math.min(nextMs, nowMs + LOOK_MS))), reads }
}
