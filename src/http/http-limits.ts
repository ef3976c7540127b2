/** What a stranger, or a client gone wrong, can cost us at most. */
export const httpLimits = {
  bodyBytes: 1_000_000,
  headerBytes: 16_384,
  /** From the first byte to the last one of a request's headers, and of the whole request. */
  headersMs: 10_000,
  requestMs: 20_000,
  /** Longer than the usual 60 s of load balancers, so that it is they who end an idle connection. */
  keepAliveMs: 72_000,
  /** A connection on which nothing moves. */
  idleMs: 90_000,
  connections: 5_000,
  /** How long requests under way have to end once we are told to stop. */
  drainMs: 10_000,
} as const

export const queryLimits = {
  /** Names, numbers and brackets of a document; the usual introspection query has about 300. */
  tokens: 3_000,
  depth: 12,
  aliases: 20,
  directives: 10,
  /** Fields, each counted as often as the pages around it may be long. */
  cost: 50_000,
  messageLength: 400,
} as const
