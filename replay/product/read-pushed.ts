import type { Tending } from '../../src/channels/tending.ts'
import type { Em } from '../../src/db/orm.ts'
import { bookingOf, type Booking } from '../../src/intake/intake.ts'
import { readTerms } from '../../src/intake/read-start.ts'
import { readToldOrders } from '../../src/intake/read-told-orders.ts'
import { endTask, takeTaskOf } from '../../src/jobs/channel-task.ts'
import { LEASE_MS } from '../../src/jobs/with-lease.ts'

/** Shops tell of an event so long after it. */
export const PUSH_MS = 1_000

interface Pushed {
  readonly em: Em
  readonly channelId: string
  readonly orderIds: readonly string[]
}

/** Asks a shop for the orders it has told of, as the product does. @throws when it does not answer: they are asked for again, or the lists show them. */
export async function readPushed(
  { tending, schema }: { readonly tending: Tending; readonly schema: string },
  { em, channelId, orderIds }: Pushed,
): Promise<void> {
  const { clock, signal, holder } = tending
  const connection = await tending.connections.open(em.fork(), channelId, signal)
  if (!connection) return
  const lease = await takeTaskOf(em.fork(), { channelId, task: 'push', holder, now: clock.now(), leaseMs: LEASE_MS })
  if (!lease) return
  const booking = bookingOf({ connection, em, desk: tending.desks.of(schema), lease, clock, signal })
  try {
    await readAll(booking, orderIds)
  } finally {
    await endTask(em.fork(), lease, { now: clock.now(), dueAt: null, problem: null })
  }
}

async function readAll(booking: Booking, orderIds: readonly string[]): Promise<void> {
  const terms = await readTerms(booking)
  const oldestAt = new Date(booking.clock.now().getTime() - PUSH_MS)
  for (let left = orderIds; left.length > 0;) {
    const rest = await readToldOrders(booking, terms, { orderIds: left, oldestAt })
    if (rest === null) return
    left = [...rest]
  }
}
