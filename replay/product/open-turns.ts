import { randomUUID } from 'node:crypto'
import type { Platforms } from '../../src/channels/connect.ts'
import { ShopConnections } from '../../src/channels/shop-connections.ts'
import type { Clock } from '../../src/clock.ts'
import type { Orm } from '../../src/db/orm.ts'
import type { Log } from '../../src/log.ts'
import type { MasterKeys } from '../../src/secrets/master-keys.ts'
import { WORKER_QUEUE_LIMITS } from '../../src/stock/engine/command-queue.ts'
import { createStockDesks } from '../../src/stock/stock-desks.ts'
import { Turns } from './turns.ts'

interface Opening {
  readonly orm: Orm
  readonly clock: Clock
  readonly log: Log
  readonly platforms: Platforms
  readonly keys: MasterKeys
  readonly signal: AbortSignal
  readonly schema: string
  /** Told what went wrong and is tried again. */
  readonly failures: string[]
}

/** A worker of the product on its own connections to the database and to the shops. */
export function openTurns({ orm, clock, log, platforms, keys, signal, schema, failures }: Opening): Turns {
  const connections = new ShopConnections({ platforms, keys, clock })
  const desks = createStockDesks(orm, clock, WORKER_QUEUE_LIMITS)
  const tending = { orm, connections, desks, keys, clock, log, holder: randomUUID(), signal }
  const onFailure = (error: unknown): void => {
    failures.push(error instanceof Error ? `${error.name}: ${error.message.slice(0, 300)}` : 'unknown')
    log.warn({ err: error }, 'a turn failed; what it left undone is still due')
  }
  return new Turns({ tending, schema, onFailure })
}
