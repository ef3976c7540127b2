/** What a worker process is told first. It contains passwords: it is told, never shown among arguments. */
export interface Begin {
  readonly say: 'begin'
  readonly url: string
  readonly schema: string
  readonly masterKeys: string
  readonly feedLagMs: number
  readonly nowMs: number
  readonly listingsKnown: boolean
}

/** What it is told to do; it answers each once it can do no more at this instant. */
export type Order =
  | Begin
  | { readonly say: 'step'; readonly toMs: number; readonly wake: boolean }
  | { readonly say: 'push'; readonly channelId: string; readonly orderIds: readonly string[] }
  | { readonly say: 'listings known' }

/** How it stands: when somebody in it wakes next, and what went wrong and is tried again. */
export interface Report {
  readonly nextMs: number | null
  readonly failures: readonly string[]
}
