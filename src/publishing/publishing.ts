import type { ShopConnection } from '../channels/shop-connections.ts'
import type { Clock } from '../clock.ts'
import type { Em } from '../db/orm.ts'
import type { Lease } from '../jobs/channel-task.ts'
import type { DatabaseWitness } from '../recovery/database-witness.ts'
import type { StockDesk } from '../stock/stock-desk.ts'

/** One turn of publishing a shop's numbers. */
export interface Publishing {
  readonly connection: Pick<ShopConnection, 'channel' | 'connector'>
  readonly em: Em
  readonly desk: StockDesk
  readonly lease: Lease
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Recognises a database that was restored; undefined where nobody watches for that. */
  readonly witness?: Pick<DatabaseWitness, 'check' | 'seal'>
}

/** What a turn did, and when the channel is due again; null: when somebody makes it due. */
export interface PublishTurn {
  readonly dueAt: Date | null
  /** Calls that change a number: lines that fit one platform call count as one. */
  readonly stockCalls: number
  /** Counters read to settle something. */
  readonly reads: number
}
