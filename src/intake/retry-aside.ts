import { ChannelError } from '../channels/errors.ts'
import type { ToldOrder } from '../domain/channel-order.ts'
import { toldOf, whyNot } from './book-page.ts'
import type { Booking, IntakeTerms } from './intake.ts'
import { dueAside, setAside, takeBack, type AsideOrder } from './set-aside.ts'

/** Tries orders again that could not be booked: as the shop has them now, else as they were kept. */
export async function retryAside(booking: Booking, terms: IntakeTerms): Promise<void> {
  const { connection, clock, em, guard, signal } = booking
  const { channel } = connection
  for (const aside of await dueAside(em.fork(), channel.id, clock.now().getTime())) {
    signal.throwIfAborted()
    const told = await toldNow(booking, aside)
    const reason = await whyNot(booking, terms, [told])
    const nowMs = clock.now().getTime()
    await em.fork().transactional(async (tx) => {
      await guard(tx)
      if (reason === null) await takeBack(tx, { channel, orderId: aside.orderId, nowMs })
      else await setAside(tx, { channel, told, reason, nowMs })
    })
  }
}

/** An order that cannot even be read any more is tried as it was told. */
async function toldNow(booking: Booking, { orderId, told }: AsideOrder): Promise<ToldOrder> {
  const { connector } = booking.connection
  try {
    const order = await connector.rereadOrder(orderId, booking.signal)
    const [now] = order ? await toldOf(booking, [order]) : []
    return now ?? told
  } catch (error) {
    if (error instanceof ChannelError && (error.fault === 'malformed' || error.fault === 'not found')) return told
    throw error
  }
}
