import { MikroORM } from '@mikro-orm/postgresql'
import type { Pool } from 'pg'
import type { Log } from '../log.ts'
import { entities } from './entities.ts'
import { LeanEntityManager } from './lean-entity-manager.ts'
import { nameStatements } from './name-statements.ts'
import { releaseLostConnections } from './release-lost-connections.ts'

/** Bounds on what one connection may do (milliseconds; 0 leaves the server's own setting). */
export interface DatabaseLimits {
  readonly statementTimeoutMs: number
  readonly lockTimeoutMs: number
  readonly idleInTransactionTimeoutMs: number
  /** How long a caller waits for a free connection before it gets an error. */
  readonly connectTimeoutMs: number
}

const DEFAULT_LIMITS: DatabaseLimits = {
  statementTimeoutMs: 30_000,
  lockTimeoutMs: 5_000,
  idleInTransactionTimeoutMs: 30_000,
  connectTimeoutMs: 10_000,
}

export type Orm = Awaited<ReturnType<typeof openDatabase>>
/** An entity manager, always a fork: of one merchant's schema, or of none for the shared tables. */
export type Em = Orm['em']

/** Opens the pool. Statements are never logged: they carry values. `close()` on what is returned ends every connection. */
export async function openDatabase(options: {
  readonly url: string
  readonly log: Log
  readonly poolMax: number
  readonly limits?: Partial<DatabaseLimits>
  /** No pooler stands in between: what is prepared on a connection is still there at its next use. */
  readonly direct?: boolean
}) {
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  return MikroORM.init({
    entities,
    entityManager: LeanEntityManager,
    clientUrl: options.url,
    pool: { min: 0, max: options.poolMax, idleTimeoutMillis: 30_000 },
    driverOptions: {
      onPoolCreated: (pool: Pool) => {
        releaseLostConnections(pool)
        nameStatements(pool, { always: options.direct === true })
      },
      // Only takes effect where statements are sent without waiting for the one before: see pipeline.ts.
      pipeline: true,
      application_name: 'onepool',
      keepAlive: true,
      // Start-up parameters, not `set`: a session variable would leak between the clients of a pooler.
      statement_timeout: limits.statementTimeoutMs,
      lock_timeout: limits.lockTimeoutMs,
      idle_in_transaction_session_timeout: limits.idleInTransactionTimeoutMs,
      connectionTimeoutMillis: limits.connectTimeoutMs,
    },
    discovery: { warnWhenNoEntities: false },
    ensureDatabase: false,
    allowGlobalContext: false,
    debug: false,
    logger: (message) => options.log.warn({ message }, 'the ORM says'),
  })
}
