import { parseJsonOrNull } from './json.ts'

/** The one key every answer of such a gateway has: `error_response`, or one made of the method's name. Null for anything else. */
export function rootOf(text: string): { readonly name: string; readonly value: unknown } | null {
  const body = parseJsonOrNull(text)
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return null
  const [name, ...more] = Object.keys(body)
  return name === undefined || more.length > 0 ? null : { name, value: Reflect.get(body, name) }
}
