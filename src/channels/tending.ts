import type { Clock } from '../clock.ts'
import type { Em, Orm } from '../db/orm.ts'
import type { Lease } from '../jobs/channel-task.ts'
import type { Log } from '../log.ts'
import type { MasterKeys } from '../secrets/master-keys.ts'
import type { Publishing } from '../publishing/publishing.ts'
import type { StockDesks } from '../stock/stock-desks.ts'
import type { ShopConnections } from './shop-connections.ts'

/** What work on channels is done with. */
export interface Tending {
  readonly orm: Orm
  readonly connections: Pick<ShopConnections, 'open' | 'pushSource'> & {
    readonly calls: Pick<ShopConnections['calls'], 'take' | 'write'>
  }
  readonly desks: StockDesks
  readonly keys: MasterKeys
  readonly clock: Clock
  readonly log: Log
  /** Recognises a database that was restored; undefined where nobody watches for that. */
  readonly witness?: NonNullable<Publishing['witness']>
  /** Names this process in leases. */
  readonly holder: string
  /** After it nothing new is begun. */
  readonly signal: AbortSignal
  /** Ends what is under way; left out, `signal` does. */
  readonly cutOff?: AbortSignal
  /** Told how long it took, in seconds, to begin what somebody was woken for. */
  readonly onWoken?: (seconds: number) => void
  /** How long a worker that is not heard of keeps what it has begun. */
  readonly leaseMs?: number
}

/** One turn of a task of a channel, under its lease. */
export interface Turn {
  /** Of the merchant's schema. */
  readonly em: Em
  readonly lease: Lease
  readonly signal: AbortSignal
}
