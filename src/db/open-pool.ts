import pg from 'pg'

/** Connections apart from the ORM's. One that is lost fails the statement under way, and is replaced by another. */
export function openPool({ url, max, name }: { readonly url: string; readonly max: number; readonly name: string }): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max, application_name: name, keepAlive: true })
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}
