import pg from 'pg'
import { ADMIN } from './init-cluster.ts'
import { isCode } from './server-folder.ts'

/** "OnePool" in ASCII: the advisory lock that says a process of ours runs this server. */
const LEASE_KEY = '22357904580374380'

/**
 * Connects as the administrator and takes the server for this process, for as long as the connection lives.
 * The lock goes with the connection: a killed process never leaves one behind.
 */
export async function takeLease(server: {
  readonly port: number
  readonly adminPassword: string
}): Promise<pg.Client | 'not ready' | 'in use'> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port: server.port,
    user: ADMIN,
    password: server.adminPassword,
    database: 'postgres',
    connectionTimeoutMillis: 5_000,
    application_name: 'onepool lease',
    keepAlive: true,
  })
  client.on('error', ignore) // The caller listens for `end`, which follows every error.
  try {
    await client.connect()
    // A server that recovers from a backup already answers, and takes no writes yet.
    const { rows } = await client.query<{ taken: boolean; recovering: boolean }>(
      'select pg_is_in_recovery() as recovering, pg_try_advisory_lock($1::bigint) as taken',
      [LEASE_KEY],
    )
    if (rows[0]?.taken === true && !rows[0].recovering) return client
    if (rows[0]?.recovering === true) {
      await client.end()
      return 'not ready'
    }
  } catch (cause) {
    await client.end().catch(ignore)
    if (isNotReady(cause)) return 'not ready'
    throw cause
  }
  await client.end()
  return 'in use'
}

/** Not started, starting, recovering or going down: PostgreSQL says 57P01 to 57P03, the network that nobody listens. */
function isNotReady(cause: unknown): boolean {
  if (['ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P01', '57P02', '57P03'].some((code) => isCode(cause, code))) return true
  return cause instanceof Error && /timeout|terminated/i.test(cause.message)
}

function ignore(): void {}
