/**
 * No usable HTTP answer. `not sent`: not one byte left for the platform, so nothing can have been applied.
 * `no answer`: it may have been. Made of our own words only: no address with a query, no body, no header.
 */
export interface TransportFailure {
  readonly kind: 'not sent' | 'no answer'
  readonly message: string
}

const neverSent: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EPRIVATE'])

/** Reads only the code and the wording classes of an error: its config, request and cause hold secrets. */
export function toTransportFailure(error: unknown, timedOut: boolean): TransportFailure {
  const code = errorCode(error)
  if (timedOut) return { kind: 'no answer', message: 'no complete answer in time' }
  if (neverSent.has(code)) return { kind: 'not sent', message: `cannot connect (${code})` }
  if (/maxContentLength|maxBodyLength/.test(error instanceof Error ? error.message : '')) {
    return { kind: 'no answer', message: 'the answer is larger than allowed' }
  }
  return { kind: 'no answer', message: `the connection failed (${code || 'no code'})` }
}

function errorCode(error: unknown): string {
  if (typeof error !== 'object' || error === null) return ''
  const code: unknown = Reflect.get(error, 'code')
  return typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code) ? code : ''
}
