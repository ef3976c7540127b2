import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { AxiosHeaders, getAdapter, type AxiosAdapter, type AxiosRequestConfig, type AxiosResponse } from 'axios'
import { anyOf } from '../../src/any-signal.ts'
import type { Clock } from '../../src/clock.ts'
import { checkedRelay, checkedUrl } from './checked-url.ts'
import { publicLookup } from './private-address.ts'
import { toTransportFailure, type TransportFailure } from './transport-failure.ts'

export interface HttpOptions {
  readonly clock: Clock
  /** An address an admin chose that passes our calls on, because the platform knows it; origin and path prefix replace the platform's. */
  readonly relayUrl: string | null
  /** Only channels of kind `sandbox` may reach this machine or use plain http. */
  readonly allowLoopback: boolean
  readonly timeoutMs: number
  readonly maxAnswerBytes: number
  /** Replaces the network: a sandbox in the same process. */
  readonly adapter?: AxiosAdapter
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT'
  /** Appended to the endpoint's path. */
  readonly path?: string
  readonly query?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** `date` is the answering server's clock, for platforms whose clock cannot be asked for while ours is wrong. */
export type HttpOutcome =
  { readonly kind: 'answered'; readonly status: number; readonly text: string; readonly date: Date | null } | TransportFailure

export type Http = (request: HttpRequest, signal: AbortSignal) => Promise<HttpOutcome>

/**
 * One endpoint of a platform. Follows no redirect, takes no proxy from the environment, verifies TLS, bounds the answer in
 * bytes and in time as a whole, and never throws but for an abort before sending.
 * Throws a TypeError for an endpoint that may not be called at all.
 */
export function createHttp(endpointUrl: string, options: HttpOptions): Http {
  const endpoint = checkedUrl(endpointUrl, 'https:', options.allowLoopback)
  const relay = options.relayUrl === null ? null : checkedRelay(options.relayUrl, options.allowLoopback)
  const base = relay ? joined(relay, endpoint.pathname) : endpoint
  const send = getAdapter(options.adapter ?? 'http')
  const fixed = fixedConfig(base, options)
  const fixedHeaders = { accept: 'application/json, text/plain, */*', ...(relay ? { 'x-relay-host': endpoint.host } : {}) }

  return async (request, signal) => {
    signal.throwIfAborted()
    const deadline = options.clock.deadline(options.timeoutMs)
    using stopped = anyOf(signal, deadline)
    try {
      const answer: AxiosResponse<unknown> = await send({
        ...fixed,
        method: request.method,
        url: base.pathname + (request.path ?? '') + (request.query ? `?${request.query}` : ''),
        headers: new AxiosHeaders({ ...fixedHeaders, ...request.headers }),
        ...(request.body === undefined ? {} : { data: request.body }),
        signal: stopped.signal,
      })
      return { kind: 'answered', status: answer.status, text: decoded(answer.data), date: dateOf(answer.headers) }
    } catch (error) {
      return toTransportFailure(error, deadline.aborted)
    }
  }
}

/**
 * What is the same of every request. It goes straight to axios' adapter: to merge it with the defaults, and to transform what is sent and
 * answered as it is, would cost each call more than all else of ours.
 */
function fixedConfig(base: URL, options: HttpOptions): AxiosRequestConfig {
  const guard = options.allowLoopback || options.relayUrl !== null ? {} : { lookup: publicLookup }
  return {
    baseURL: base.origin,
    allowAbsoluteUrls: false,
    maxRedirects: 0,
    proxy: false,
    responseType: 'arraybuffer',
    maxContentLength: options.maxAnswerBytes,
    maxBodyLength: 1_000_000,
    validateStatus: () => true,
    httpAgent: new HttpAgent({ keepAlive: true, maxSockets: 16, ...guard }),
    httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets: 16, rejectUnauthorized: true, ...guard }),
  }
}

function joined(relay: URL, path: string): URL {
  return new URL(relay.origin + relay.pathname.replace(/\/$/, '') + path)
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** A text that is not UTF-8 is not taken for one: it comes out as something no platform ever says. */
function decoded(data: unknown): string {
  try {
    return Buffer.isBuffer(data) ? utf8.decode(data) : ''
  } catch {
    return '\u0000 not UTF-8'
  }
}

function dateOf(headers: object): Date | null {
  const text: unknown = Reflect.get(headers, 'date')
  const ms = typeof text === 'string' ? Date.parse(text) : Number.NaN
  return Number.isNaN(ms) ? null : new Date(ms)
}
