import type { BenchContext } from './bench.ts'
import { closedLoop, type LoopResult } from './closed-loop.ts'
import { GraphqlConnection } from './graphql-connection.ts'

export interface HttpTarget {
  readonly url: string
  readonly key?: string
}

export interface GraphqlRequest {
  readonly query: string
  readonly variables?: unknown
}

/** Keeps so many connections busy, each with one request at a time. */
export async function httpLoad(
  { signal }: BenchContext,
  { url, key }: HttpTarget,
  load: {
    readonly connections: number
    readonly seconds: number
    readonly request: () => GraphqlRequest
    /** A part of every right answer. */
    readonly expects: string
  },
): Promise<LoopResult> {
  const opened = await Promise.all(Array.from({ length: load.connections }, () => GraphqlConnection.open(url, key)))
  try {
    return await closedLoop({ callers: load.connections, seconds: load.seconds, signal }, async (n) => {
      const answer = await opened[n]?.ask(load.request())
      if (!answer?.includes(load.expects)) throw new Error(`an unexpected answer: ${answer?.slice(0, 500)}`)
    })
  } finally {
    for (const connection of opened) connection.close()
  }
}

const HOLD = `mutation ($key: String!, $input: HoldInput!) {
  hold(key: $key, input: $input) { __typename ... on Held { holdId expiresAt } ... on Refused { code message } }
}`

/** A request for one unit of a random SKU. */
export function holdRequest(skuCodes: readonly string[]): GraphqlRequest {
  const sku = skuCodes[Math.floor(Math.random() * skuCodes.length)]
  return { query: HOLD, variables: { key: crypto.randomUUID(), input: { ttlMs: 900_000, lines: [{ sku, units: 1 }] } } }
}
