import { z } from 'zod'
import { parseJsonOrNull } from '../shared/json.ts'
import { wireText } from '../shared/wire.ts'
import type { PddErrorWire } from './codes.ts'

const ErrorWire = z
  .object({
    error_code: z.coerce.number().int(),
    error_msg: wireText,
    sub_code: wireText,
    sub_msg: wireText,
  })
  .transform(({ error_code: code, error_msg: msg, sub_code: subCode, sub_msg: subMsg }): PddErrorWire => ({
    code,
    msg: msg ?? '',
    subCode: subCode ?? '',
    subMsg: subMsg ?? '',
  }))

export type Unwrapped =
  | { readonly kind: 'data'; readonly data: unknown }
  | { readonly kind: 'error'; readonly error: PddErrorWire }
  | { readonly kind: 'unreadable'; readonly message: string }

/**
 * Every answer is HTTP 200 with one key. The key of a success is mostly, but not always, the method's name, and one method's
 * declared type has no such key at all, so the one that ends in `_response` is taken, else the object itself.
 */
export function unwrap(text: string): Unwrapped {
  const body = readObject(text)
  if (body === null) return { kind: 'unreadable', message: 'not the platform’s JSON' }
  if ('error_response' in body) return toError(body['error_response'])
  const keys = Object.keys(body).filter((key) => key.endsWith('_response'))
  const [key] = keys
  const data = keys.length === 1 && key !== undefined ? body[key] : body
  if (typeof data !== 'object' || data === null || !('error_code' in data)) return { kind: 'data', data }
  const inner = ErrorWire.safeParse(data)
  // An error under a success key is still an error.
  return inner.success && inner.data.code !== 0 ? { kind: 'error', error: inner.data } : { kind: 'data', data }
}

function toError(value: unknown): Unwrapped {
  const error = ErrorWire.safeParse(value)
  return error.success ? { kind: 'error', error: error.data } : { kind: 'unreadable', message: 'an error answer without a code' }
}

function readObject(text: string): Record<string, unknown> | null {
  const body = parseJsonOrNull(text)
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : null
}
