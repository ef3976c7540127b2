import { AxiosError, CanceledError, type AxiosAdapter, type InternalAxiosRequestConfig } from 'axios'
import type { Handler, WireRequest } from './wire.ts'

/** Lets an axios client call a sandbox in the same process: no sockets, the same requests and answers. */
export function inProcessAdapter(handler: Handler, remoteAddress = '127.0.0.1'): AxiosAdapter {
  return async (config) => {
    if (isAborted(config)) throw new CanceledError('canceled', config)
    const answer = await unlessAborted(handler(toWireRequest(config, remoteAddress)), config)
    if (answer.kind === 'silence' || answer.kind === 'endless') return unlessAborted(new Promise<never>(() => {}), config)
    if (answer.kind === 'reset') throw new AxiosError('socket hang up', 'ECONNRESET', config)
    const bytes = typeof answer.body === 'string' ? Buffer.from(answer.body) : answer.body
    const limit = config.maxContentLength ?? -1
    if (limit >= 0 && bytes.length > limit) throw new AxiosError('maxContentLength exceeded', 'ERR_BAD_RESPONSE', config)
    const data = config.responseType === 'arraybuffer' ? bytes : bytes.toString('utf8')
    return { data, status: answer.status, statusText: '', headers: { ...answer.headers }, config }
  }
}

function toWireRequest(config: InternalAxiosRequestConfig, remoteAddress: string): WireRequest {
  const url = new URL(`${config.baseURL ?? ''}${config.url ?? ''}`, 'http://sandbox.invalid')
  const headers: Record<string, string> = {}
  for (const [name, value] of config.headers) headers[name.toLowerCase()] = String(value)
  const data: unknown = config.data
  const body = Buffer.from(typeof data === 'string' ? data : '')
  return {
    method: (config.method ?? 'get').toUpperCase(),
    path: url.pathname,
    query: url.search.slice(1),
    headers,
    body,
    remoteAddress,
  }
}

function isAborted(config: InternalAxiosRequestConfig): boolean {
  return config.signal?.aborted ?? false
}

function unlessAborted<T>(promise: Promise<T>, config: InternalAxiosRequestConfig): Promise<T> {
  const signal = config.signal
  if (!signal) return promise
  return new Promise<T>((resolve, reject) => {
    const stop = (): void => reject(new CanceledError('canceled', config))
    signal.addEventListener?.('abort', stop)
    promise.then(resolve, reject).finally(() => signal.removeEventListener?.('abort', stop))
  })
}
