import type { ShopConnection } from '../channels/shop-connections.ts'
import type { Clock } from '../clock.ts'
import type { Em } from '../db/orm.ts'
import type { Lease } from '../jobs/channel-task.ts'
import type { StockDesk } from '../stock/stock-desk.ts'

/** One turn of reading a shop's orders. */
export interface Intake {
  readonly connection: Pick<ShopConnection, 'channel' | 'connector'>
  readonly em: Em
  readonly desk: StockDesk
  readonly lease: Lease
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** What the channel's row says of its orders. */
export interface IntakeTerms {
  /** The first of its pools; null: the merchant's first. */
  readonly pool: string | null
  /** When the shop was connected: what had left by then is not of the stock we know. */
  readonly connectedAt: Date
}
