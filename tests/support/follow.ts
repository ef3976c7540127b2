import { createClient, type Client } from 'graphql-ws'
import { WebSocket } from 'ws'
import type { TestApi } from './api.ts'

/** What came of a subscription so far; it grows as more comes. */
export interface Following {
  readonly events: unknown[]
  readonly problems: unknown[]
  /** The codes with which the connection was closed. */
  readonly closed: number[]
}

export function socketUrl({ url }: TestApi): string {
  return `${url.replace('http', 'ws')}/graphql`
}

/** Follows a subscription with the client that callers use; `clients` is what to dispose of after the test. */
export function follow(
  api: TestApi,
  { query, key, clients }: { readonly query: string; readonly key: string; readonly clients: Client[] },
): Following {
  const following: Following = { events: [], problems: [], closed: [] }
  const client = createClient({
    url: socketUrl(api),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { authorization: `Bearer ${key}` },
    on: { closed: (event) => following.closed.push(codeOf(event)) },
  })
  clients.push(client)
  client.subscribe(
    { query },
    {
      next: ({ data, errors }) => void (errors ? following.problems.push(errors) : following.events.push(data)),
      error: (error) => void following.problems.push(error),
      complete: () => undefined,
    },
  )
  return following
}

function codeOf(event: unknown): number {
  return typeof event === 'object' && event !== null && 'code' in event ? Number(event.code) : 0
}
