import type { ShopConnection } from '../channels/shop-connections.ts'
import type { Clock } from '../clock.ts'
import type { Em } from '../db/orm.ts'
import { checkFence, type Lease } from '../jobs/channel-task.ts'
import { LeaseLost } from '../jobs/with-lease.ts'
import type { StockDesk } from '../stock/stock-desk.ts'

/** What orders of a shop are booked with, whoever has read them. */
export interface Booking {
  readonly connection: Pick<ShopConnection, 'channel' | 'connector'>
  readonly em: Em
  readonly desk: StockDesk
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Runs in each transaction that books something. @throws when the right to read this shop has gone to another process. */
  readonly guard: (tx: Em) => Promise<void>
  /** Who tells, as the history of orders has it. */
  readonly actor: string
}

/** One turn of reading a shop's orders. */
export interface Intake extends Omit<Booking, 'guard' | 'actor'> {
  readonly lease: Lease
}

/** What the channel's row says of its orders. */
export interface IntakeTerms {
  /** The first of its pools; null: the merchant's first. */
  readonly pool: string | null
  /** When the shop was connected: what had left by then is not of the stock we know. */
  readonly connectedAt: Date
}

/** A turn books under its lease: once that has gone, nothing. */
export function bookingOf(intake: Intake, actor = `channel:${intake.connection.channel.code}`): Booking {
  return { ...intake, guard: guardOf(intake.lease), actor }
}

/** R11: a worker that has lost its lease books nothing. */
export function guardOf(lease: Lease): (tx: Em) => Promise<void> {
  return async (tx) => {
    if (!(await checkFence(tx, lease))) throw new LeaseLost(`the lease of ${lease.task} has gone: nothing is booked`)
  }
}
