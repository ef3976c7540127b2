import { randomUUID } from 'node:crypto'
import type { Messenger } from './alarms/target.ts'
import type { Platforms } from './channels/connect.ts'
import { ShopConnections } from './channels/shop-connections.ts'
import { channelDispatcher, rewrapAll } from './channels/tend-channels.ts'
import type { Clock } from './clock.ts'
import type { Orm } from './db/orm.ts'
import { jobTasks } from './job-tasks.ts'
import { runJobs } from './jobs/durable/run-jobs.ts'
import { everySecond } from './jobs/every-second.ts'
import { Housekeeper } from './housekeeping.ts'
import type { Log } from './log.ts'
import { Reconciler } from './publishing/reconciler.ts'
import type { MasterKeys } from './secrets/master-keys.ts'
import type { DatabaseWitness } from './recovery/database-witness.ts'
import type { StockDesks } from './stock/stock-desks.ts'

/** How long turns that are under way may go on once the program is told to stop. */
const DRAIN_MS = 10_000

export interface WorkParts {
  readonly orm: Orm
  /** It contains the password. */
  readonly databaseUrl: string
  readonly platforms: Platforms
  /** Without master keys no shop is connected, so there is nothing to do for any. */
  readonly keys: MasterKeys | undefined
  readonly desks: StockDesks
  /** How targets of alarms are reached. */
  readonly messenger: Messenger
  readonly clock: Clock
  readonly log: Log
  readonly leaseMs: number
  readonly witness?: DatabaseWitness
  readonly onAudited: (differences: number) => void
  /** Told how long it took, in seconds, to begin what somebody was woken for. */
  readonly onWoken?: (seconds: number) => void
  /** Tells the work to stop. */
  readonly signal: AbortSignal
}

export interface Work {
  /** Something has been made due for this merchant: it is begun at once, and not only at the next tick. */
  readonly wake: (schema: string) => void
  /** Resolves when everything has stopped that the signal told to. */
  readonly stopped: Promise<void>
}

/** Starts what a worker does: due work of channels, housekeeping, and durable jobs. */
export function startWork(parts: WorkParts): Work {
  const { keys, signal, databaseUrl, platforms, messenger, ...rest } = parts
  const { orm, clock, log, leaseMs } = rest
  const holder = randomUUID()
  const connections = keys && new ShopConnections({ platforms, keys, clock, stopping: signal })
  const cutOff = afterwards(signal, clock)
  const channels = keys && connections && channelDispatcher({ ...rest, keys, connections, holder, signal, cutOff })
  const house = new Housekeeper({
    ...rest,
    holder,
    signal,
    ...(keys ? { rewrap: (held) => rewrapAll({ orm, keys, log }, held) } : {}),
  })
  const reconciler =
    channels && new Reconciler({ orm, desks: rest.desks, clock, log, signal, onPlanned: (schema) => channels.wake(schema) })
  if (reconciler) rest.desks.onCommitted((schema) => reconciler.wake(schema))
  const jobs = runJobs({
    orm,
    url: databaseUrl,
    tasks: jobTasks({ keys, messenger, shops: connections && { connections, desks: rest.desks } }),
    clock,
    log,
    signal,
    leaseMs,
  })
  everySecond(() => {
    channels?.tick()
    reconciler?.tick()
    house.tick()
  }, signal)
  return {
    wake: (schema) => channels?.wake(schema),
    stopped: drain([jobs, untilStopped(signal, { channels, reconciler, house })]),
  }
}

interface Drained {
  drain(): Promise<void>
}

async function untilStopped(
  signal: AbortSignal,
  {
    channels,
    reconciler,
    house,
  }: { readonly channels: Drained | undefined; readonly reconciler: Drained | undefined; readonly house: Housekeeper },
): Promise<void> {
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
  await Promise.all([channels?.drain(), reconciler?.drain(), house.drain()])
}

/** A signal that aborts some time after another. */
function afterwards(signal: AbortSignal, clock: Clock): AbortSignal {
  const later = new AbortController()
  const begin = () => clock.deadline(DRAIN_MS).addEventListener('abort', () => later.abort(), { once: true })
  if (signal.aborted) begin()
  else signal.addEventListener('abort', begin, { once: true })
  return later.signal
}

async function drain(parts: readonly Promise<void>[]): Promise<void> {
  await Promise.all(parts)
}
