import type { Tending } from '../../src/channels/tending.ts'
import type { Clock } from '../../src/clock.ts'
import type { Em } from '../../src/db/orm.ts'
import { readPushedOrders } from '../../src/intake/read-pushed-orders.ts'
import { takePushes } from '../../src/intake/take-pushes.ts'
import type { JobTools } from '../../src/jobs/durable/job-task.ts'

interface Pushed {
  readonly channelId: string
  readonly orderId: string
  readonly pushId: string
}

/** Takes a push in as the product does, and does at once the job that asks for what was pushed. */
export async function pushOrder(
  tending: Tending,
  { em, clock, signal }: { readonly em: Em; readonly clock: Clock; readonly signal: AbortSignal },
  { channelId, orderId, pushId }: Pushed,
): Promise<void> {
  const hint = { kind: 'order', topic: 'order', shopId: null, orderId } as const
  await takePushes(em, { channelId, pushes: [{ id: pushId, hint }], now: clock.now() })
  const book: JobTools['book'] = (work) => em.fork().transactional(work)
  const tools = { em, clock, log: tending.log, attempt: 1, attemptsMax: 1, guard: () => Promise.resolve(), book }
  await readPushedOrders(tending).run(tools, { channelId }, signal)
}
