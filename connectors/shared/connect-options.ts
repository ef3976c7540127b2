import type { AxiosAdapter } from 'axios'
import type { Clock } from '../../src/clock.ts'
import type { HttpOptions } from './http.ts'
import type { Turns } from './pace.ts'

/** All a connector is given. It keeps nothing of it but in memory, and prints nothing. */
export interface ConnectOptions {
  readonly clock: Clock
  readonly app: { readonly key: string; readonly secret: string }
  /** Asked for at every call, so that a refreshed token is used from the next call on. */
  readonly accessToken: () => string
  /** Each platform's own addresses when left out. */
  readonly endpoints?: { readonly gateway?: string; readonly token?: string; readonly push?: string }
  readonly relayUrl?: string
  readonly allowLoopback?: boolean
  readonly adapter?: AxiosAdapter
  readonly timeoutMs?: number
  readonly maxAnswerBytes?: number
  /** Shared by all connectors of one application key; each has its own when left out. */
  readonly pace?: Turns
  /** What `probeFutureEnd` found for this shop's modified list. */
  readonly futureEnd?: 'accepted' | 'refused'
}

export function httpOptions(options: ConnectOptions): HttpOptions {
  return {
    clock: options.clock,
    relayUrl: options.relayUrl ?? null,
    allowLoopback: options.allowLoopback ?? false,
    timeoutMs: options.timeoutMs ?? 15_000,
    maxAnswerBytes: options.maxAnswerBytes ?? 20_000_000,
    ...(options.adapter ? { adapter: options.adapter } : {}),
  }
}
