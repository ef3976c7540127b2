import pg, { type Pool } from 'pg'
import { namesOf } from './statement-names.ts'

/** Gives every frequent statement on a pool's connections a name, whoever sends it. Only where no pooler stands in between. */
export function nameStatements(pool: Pool): void {
  const names = namesOf(pool)
  pool.on('connect', (client) => {
    client.query = new Proxy(client.query.bind(client), {
      apply(_query, _self, args: readonly unknown[]): unknown {
        const [text, values, ...more] = args
        const name = typeof text === 'string' && Array.isArray(values) && more.length === 0 ? names.nameOf(text) : undefined
        if (name === undefined) return send(client, args)
        const answer = send(client, [{ text, values, name }])
        if (answer instanceof Promise) answer.catch((error: unknown) => names.failed(error))
        return answer
      },
    })
  })
}

/** As the client's own class would. */
function send(client: object, args: readonly unknown[]): unknown {
  const query: unknown = Reflect.get(pg.Client.prototype, 'query')
  if (typeof query !== 'function') throw new TypeError('clients have no query')
  return Reflect.apply(query, client, args)
}
