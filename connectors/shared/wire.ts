import { z } from 'zod'
import { fromChinaTime } from './china-time.ts'

/**
 * One value of an answer, by one look at it: an answer holds thousands, and a union tries its members one after the other. What `read`
 * takes for nothing (`undefined`) is refused.
 */
function wireValue<Value>(expected: string, read: (value: unknown) => Value | undefined) {
  return z.transform((input: unknown, context): Value => {
    const value = read(input)
    if (value !== undefined) return value
    context.issues.push({ code: 'invalid_type', expected, input })
    return z.NEVER
  })
}

function isNone(value: unknown): value is undefined | null | '' {
  return value === undefined || value === null || value === ''
}

/** Null where there is none, undefined for what is neither text nor number. */
function textOf(value: unknown): string | null | undefined {
  if (isNone(value)) return null
  if (typeof value === 'string') return value
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined
}

/** An id, number or text on the wire, text for us: ids pass 2^53. */
export const wireId = wireValue('id', (value) =>
  typeof value === 'string' || Number.isSafeInteger(value) ? (textOf(value) ?? undefined) : undefined,
)

/** An optional id: absent, null, empty text and 0 all mean "none". */
export const wireIdOrNone = wireValue('id', (value) => {
  const id = textOf(value)
  return id === '0' ? null : id
})

/** A count, number or text. */
export const wireInt = wireValue('int', (value) => {
  if (typeof value === 'string') return /^-?\d+$/.test(value) ? Number(value) : undefined
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined
})

/** A flag as the platforms write it: a boolean, 1 or 0, or the word. */
export const wireFlag = wireValue('flag', (value) => {
  if (typeof value === 'boolean') return value
  const text = textOf(value)
  return text === undefined ? undefined : text === '1' || text === 'true'
})

/** Text that may be absent, null or empty: null for us. */
export const wireText = wireValue('text', textOf)

export const wireTime = wireValue('time', (value) =>
  typeof value === 'string' ? (fromChinaTime(value) ?? undefined) : undefined,
)

export const wireTimeOrNone = wireValue('time', (value) => {
  if (isNone(value)) return null
  return typeof value === 'string' ? fromChinaTime(value) : undefined
})

/**
 * A list in any of the platforms' dresses: absent or null (none), bare, wrapped in an object under `inner`,
 * or a lone object where one element was meant.
 */
export function wireList<Item extends z.ZodType>(item: Item, inner?: string): z.ZodType<readonly z.output<Item>[]> {
  return z.preprocess((value) => toList(value, inner), z.array(item)).readonly()
}

function toList(value: unknown, inner: string | undefined): unknown {
  if (value === undefined || value === null || value === '') return []
  if (Array.isArray(value)) return value
  if (typeof value !== 'object') return value
  if (inner === undefined) return [value]
  const wrapped: unknown = Reflect.get(value, inner)
  if (wrapped === null || wrapped === '') return []
  if (wrapped !== undefined) return Array.isArray(wrapped) ? wrapped : [wrapped]
  return Object.keys(value).length === 0 ? [] : [value]
}
