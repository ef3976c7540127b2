/** What a stranger, or a client gone wrong, can cost us at most. */
export interface HttpLimits {
  readonly bodyBytes: number
  readonly headerBytes: number
  /** From the first byte to the last one of a request's headers, and of the whole request; looked at every `checkMs`. */
  readonly headersMs: number
  readonly requestMs: number
  readonly checkMs: number
  /** How long a connection may wait for its next request. */
  readonly keepAliveMs: number
  /** A connection on which nothing moves. */
  readonly idleMs: number
  readonly connections: number
  /** How long requests under way have to end once we are told to stop. */
  readonly drainMs: number
}

export const httpLimits: HttpLimits = {
  bodyBytes: 1_000_000,
  headerBytes: 16_384,
  headersMs: 10_000,
  requestMs: 20_000,
  checkMs: 2_000,
  // Longer than the usual 60 s of load balancers, so that it is they who end an idle connection.
  keepAliveMs: 72_000,
  idleMs: 90_000,
  connections: 5_000,
  drainMs: 10_000,
}

export const queryLimits = {
  /** Names, numbers and brackets of a document; the usual introspection query has about 300. */
  tokens: 2_000,
  depth: 12,
  aliases: 20,
  directives: 10,
  /** Fields, each counted as often as the pages around it may be long. */
  cost: 50_000,
  messageLength: 400,
} as const
