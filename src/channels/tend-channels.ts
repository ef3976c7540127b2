import { rewrapTargets } from '../alarms/target-secrets.ts'
import { takeDueTask, type ChannelTask } from '../jobs/channel-task.ts'
import { Dispatcher } from '../jobs/dispatcher.ts'
import { findDue } from '../jobs/find-due.ts'
import { LEASE_MS, withLease } from '../jobs/with-lease.ts'
import { listMerchants } from '../merchants/list-merchants.ts'
import { rewrapSecrets } from './channel-secrets.ts'
import { channelTasks, channelWork } from './channel-work.ts'
import { takeTurn } from './take-turn.ts'
import type { Tending } from './tending.ts'

/**
 * Does what is due for the channels of all merchants, as often as it is told to look. What is due, and who does it, is in
 * the database: any number of processes may do this at once, and one that dies is replaced once its lease has run out.
 */
export function channelDispatcher(tending: Tending): Dispatcher<ChannelTask> {
  const { orm, clock, log, signal, cutOff = signal, onWoken } = tending
  return new Dispatcher<ChannelTask>({
    hands: new Map(channelTasks.map((task) => [task, channelWork[task].hands])),
    log,
    signal,
    nowMs: () => clock.now().getTime(),
    ...(onWoken ? { onWoken } : {}),
    merchants: async () => (await listMerchants(orm.em.fork())).map(({ schema }) => schema),
    async look(schemas) {
      const due = await findDue(orm.em.fork(), { schemas, tasks: channelTasks, now: clock.now() })
      return due.flatMap(({ schema, task: name }) => {
        const task = channelTasks.find((one) => one === name)
        return task ? [{ schema, task }] : []
      })
    },
    take: (schema, task) => takeOne(tending, { schema, task, signal: cutOff }),
  })
}

/** Does one due turn of this task for each merchant that has one. */
export async function tendDue(tending: Tending, task: ChannelTask, signal: AbortSignal): Promise<void> {
  for (const { schema } of await listMerchants(tending.orm.em.fork())) {
    signal.throwIfAborted()
    const turn = await takeOne(tending, { schema, task, signal })
    await turn?.()
  }
}

/** The lease of the channel of this merchant that has been due for longest; what comes back does its turn. */
async function takeOne(
  tending: Tending,
  { schema, task, signal }: { readonly schema: string; readonly task: ChannelTask; readonly signal: AbortSignal },
): Promise<(() => Promise<void>) | undefined> {
  const { orm, clock, holder, log, leaseMs = LEASE_MS } = tending
  const em = orm.em.fork({ schema })
  const lease = await takeDueTask(em, { task, holder, now: clock.now(), leaseMs })
  if (!lease) return undefined
  return async () => {
    try {
      await withLease(em, lease, { clock, signal, leaseMs, work: (held) => takeTurn(tending, { em, lease, signal: held }) })
    } catch (error) {
      if (signal.aborted || tending.signal.aborted) throw error
      log.warn({ err: error, merchant: schema, channel: lease.channelId, task }, 'a turn of a channel failed')
    }
  }
}

/** Wraps every secret under the current master key, so that older ones can be taken away. */
export async function rewrapAll({ orm, keys, log }: Pick<Tending, 'orm' | 'keys' | 'log'>, signal: AbortSignal): Promise<void> {
  for (const { code, schema } of await listMerchants(orm.em.fork())) {
    signal.throwIfAborted()
    const em = orm.em.fork({ schema })
    const secrets = (await rewrapSecrets(em, keys)) + (await rewrapTargets(em, keys))
    if (secrets > 0) log.info({ merchant: code, secrets, key: keys.current.id }, 'secrets are under the current master key now')
  }
}
