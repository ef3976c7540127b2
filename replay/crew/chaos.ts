import { SystemClock } from '../../src/clock.ts'
import type { ProcessCrew } from './process-crew.ts'

const KILL_EVERY_MS = 3_000
const LOOK_MS = 50
/** On a busy machine a worker takes long to begin: for so many times as long all are left to work, or nothing would ever be done. */
const WORK_PER_BEGINNING = 2

/** What was done to the workers and to the database. */
export interface Chaos {
  kills: number
  restarts: number
}

interface About {
  readonly restartDatabase: () => Promise<void>
  /** Resolves with the first order. */
  readonly streamBegan: Promise<void>
  readonly signal: AbortSignal
}

/** Kills a worker every few seconds of wall time, and restarts the database once, among the first orders. @throws when it cannot. */
export async function causeChaos(
  crew: ProcessCrew,
  chaos: Chaos,
  { restartDatabase, streamBegan, signal }: About,
): Promise<void> {
  await Promise.all([
    restartOnce(chaos, { restartDatabase, streamBegan, signal }),
    killAgainAndAgain(crew, chaos, { streamBegan, signal }),
  ])
}

async function restartOnce(chaos: Chaos, { restartDatabase, streamBegan, signal }: About): Promise<void> {
  const over = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
  await Promise.race([streamBegan, over])
  if (signal.aborted) return
  await restartDatabase()
  chaos.restarts += 1
}

async function killAgainAndAgain(
  crew: ProcessCrew,
  chaos: Chaos,
  { streamBegan, signal }: Omit<About, 'restartDatabase'>,
): Promise<void> {
  const clock = new SystemClock()
  const sleep = (ms: number): Promise<void> => clock.sleep(ms, signal).catch(() => undefined)
  // With the first order at the latest: a short stream is over before a few seconds are.
  await Promise.race([sleep(KILL_EVERY_MS), streamBegan])
  for (let pauseMs = 0; !signal.aborted;) {
    await sleep(pauseMs)
    if (signal.aborted) return
    const killedMs = clock.now().getTime()
    if (crew.kill(chaos.kills)) chaos.kills += 1
    while (!signal.aborted && !crew.isWhole) await sleep(LOOK_MS)
    pauseMs = Math.max(KILL_EVERY_MS, WORK_PER_BEGINNING * (clock.now().getTime() - killedMs))
  }
}
