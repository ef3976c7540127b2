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
  const headers: Record<string, string> = {}
  for (const [name, value] of config.headers) headers[name.toLowerCase()] = String(value)
  const data: unknown = config.data
  return {
    method: (config.method ?? 'get').toUpperCase(),
    ...placeOf(`${config.baseURL ?? ''}${config.url ?? ''}`),
    headers,
    body: Buffer.from(typeof data === 'string' ? data : ''),
    remoteAddress,
  }
}

const places = new Map<string, Pick<WireRequest, 'path' | 'query'>>()

/** Where a request goes. Nearly all go to the few addresses at which there are gateways. */
function placeOf(address: string): Pick<WireRequest, 'path' | 'query'> {
  const known = places.get(address)
  if (known) return known
  const { pathname: path, search } = new URL(address, 'http://sandbox.invalid')
  const place = { path, query: search.slice(1) }
  if (place.query === '' && places.size < 100) places.set(address, place)
  return place
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
