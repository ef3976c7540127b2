import { readParameters, type WireRequest } from '../shared/wire.ts'

export interface PopCall {
  readonly parameters: ReadonlyMap<string, string>
  readonly remoteAddress: string
}

const alreadyRead = new WeakMap<WireRequest, PopCall>()

/** A form or a JSON object: both are in use. Numbers are taken with the digits that were sent, flags as words, the rest as JSON text. */
export function readCall(request: WireRequest): PopCall {
  const known = alreadyRead.get(request)
  if (known) return known
  const call = readAnew(request)
  alreadyRead.set(request, call)
  return call
}

function readAnew(request: WireRequest): PopCall {
  const { remoteAddress } = request
  const parameters = new Map(readParameters(request))
  if ((request.headers['content-type'] ?? '').includes('json')) {
    for (const [name, value] of jsonEntries(request.body.toString('utf8'))) parameters.set(name, value)
  }
  return { parameters, remoteAddress }
}

function jsonEntries(text: string): [string, string][] {
  const digits = (_name: string, value: unknown, context?: { readonly source?: string }): unknown =>
    typeof value === 'number' ? (context?.source ?? String(value)) : value
  try {
    const nested: unknown = JSON.parse(text)
    if (typeof nested !== 'object' || nested === null) return []
    const exact: object = Object.values(nested).some((value) => typeof value === 'number') ? JSON.parse(text, digits) : nested
    return Object.entries(exact).flatMap(([name, value]: [string, unknown]): [string, string][] => {
      if (typeof value === 'string' || typeof value === 'boolean') return [[name, String(value)]]
      return value === null ? [] : [[name, JSON.stringify(Reflect.get(nested, name))]]
    })
  } catch {
    return []
  }
}
