import pg from 'pg'

/** How many statements this process sends to PostgreSQL while `work` runs. */
export async function countStatements(work: () => Promise<unknown>): Promise<number> {
  let count = 0
  const client: { query: unknown } = pg.Client.prototype
  const { query } = client
  if (typeof query !== 'function') throw new Error('pg has changed: its client has no query')
  client.query = new Proxy(query, {
    apply(target, self, args) {
      count += 1
      return Reflect.apply(target, self, args)
    },
  })
  try {
    await work()
    return count
  } finally {
    client.query = query
  }
}
