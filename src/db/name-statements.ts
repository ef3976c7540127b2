import pg, { type Pool, type PoolClient, type QueryResult } from 'pg'
import { NamedStatement, type Named } from './named-statement.ts'
import { namesOf, type StatementNames } from './statement-names.ts'

/**
 * Has every statement with a name sent as a `NamedStatement`. `always`: each frequent statement gets a name, whoever sends it; only where no
 * pooler stands in between.
 */
export function nameStatements(pool: Pool, { always }: { readonly always: boolean }): void {
  const names = namesOf(pool)
  pool.on('connect', (client) => {
    Reflect.set(client, 'query', (...args: readonly unknown[]): unknown => {
      const named = namedBy(args, always ? names : null)
      return named ? sendNamed(client, named, names) : send(client, args)
    })
  })
}

/** The statement these arguments of `query` are about, if it has a name or gets one. */
function namedBy([asked, values, ...more]: readonly unknown[], names: StatementNames | null): Named | null {
  if (typeof asked === 'string') {
    if (!names || !Array.isArray(values) || more.length > 0) return null
    const name = names.nameOf(asked)
    return name === undefined ? null : { name, text: asked, values }
  }
  return values === undefined && isNamed(asked) ? asked : null
}

function isNamed(asked: unknown): asked is Named {
  return (
    typeof asked === 'object' &&
    asked !== null &&
    'name' in asked &&
    'text' in asked &&
    'values' in asked &&
    !('rowMode' in asked)
  )
}

async function sendNamed(client: PoolClient, named: Named, names: StatementNames): Promise<QueryResult> {
  try {
    const statement = new NamedStatement(named, (type) => client.getTypeParser(type, 'text'))
    send(client, [statement])
    return await statement.answer
  } catch (error) {
    names.failed(error)
    // Where it was asked tells more than where its answer arrived.
    if (error instanceof Error) Error.captureStackTrace(error)
    throw error
  }
}

/** As the client's own class would. */
function send(client: PoolClient, args: readonly unknown[]): unknown {
  const query: unknown = Reflect.get(pg.Client.prototype, 'query')
  if (typeof query !== 'function') throw new TypeError('clients have no query')
  return Reflect.apply(query, client, args)
}
