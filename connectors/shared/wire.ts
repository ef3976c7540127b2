import { z } from 'zod'
import { fromChinaTime } from './china-time.ts'

/** An id, number or text on the wire, text for us: ids pass 2^53. */
export const wireId = z.union([z.string().min(1), z.number().int().transform(String)])

/** An optional id: absent, null, empty text and 0 all mean "none". */
export const wireIdOrNone = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .transform((id) => (id === undefined || id === null || id === '' || id === '0' ? null : id))

/** A count, number or text. */
export const wireInt = z.union([
  z.number().int(),
  z
    .string()
    .regex(/^-?\d+$/)
    .transform(Number),
])

/** A flag as the platforms write it: a boolean, 1 or 0, or the word. */
export const wireFlag = z
  .union([z.boolean(), z.number(), z.string()])
  .nullish()
  .transform((flag) => flag === true || flag === 1 || flag === '1' || flag === 'true')

/** Text that may be absent, null or empty: null for us. */
export const wireText = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .transform((text) => (text === undefined || text === null || text === '' ? null : text))

export const wireTime = z.string().transform((text, context) => {
  const at = fromChinaTime(text)
  if (at) return at
  context.addIssue({ code: 'custom', message: 'not a time' })
  return z.NEVER
})

export const wireTimeOrNone = z
  .string()
  .nullish()
  .transform((text) => fromChinaTime(text))

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
