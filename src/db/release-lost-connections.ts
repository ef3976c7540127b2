import type { Pool, PoolClient } from 'pg'

/**
 * Gives a connection that ended under a transaction back to its pool.
 *
 * Kysely releases a controlled transaction's connection only once commit or rollback has succeeded, and on a dead connection neither
 * ever does: each one would be missing from the pool for good, until a restart of the database had emptied it.
 */
export function releaseLostConnections(pool: Pool): void {
  const inUse = new Set<PoolClient>()
  pool.on('acquire', (client) => inUse.add(client))
  pool.on('release', (_error, client) => inUse.delete(client))
  pool.on('connect', (client) => {
    client.once('end', () => {
      if (!inUse.has(client)) return
      const release = client.release.bind(client)
      client.release = () => undefined // Whoever held it may still say that it is done.
      release(true)
    })
  })
}
