import { sql, type RawBuilder } from 'kysely'
import { binaryArray } from './binary-arrays.ts'

/**
 * Columns of many rows as array parameters, written the way PostgreSQL reads them. The driver would ask every value
 * for its type and quote each of them; for thousands of rows a second that is a good part of all the work.
 */
export function numbers(values: readonly (number | string | null)[]): string {
  return `{${values.map((value) => value ?? 'NULL').join()}}`
}

/** Ids are digits or UUIDs: nothing in them needs quotes. */
export const ids: (values: readonly (string | null)[]) => string = numbers

/**
 * Ids whose number the planner does not see: one plan then costs no more than the next, so that PostgreSQL keeps the one it has. Where it sees
 * how many there are, it takes the plan made for just so many to be cheaper, and makes one anew each time.
 */
export function manyIds(values: readonly (string | null)[]): RawBuilder<unknown> {
  return sql`(select ${ids(values)}::bigint[])::bigint[]`
}

/** The same for texts. */
export function manyTexts(values: readonly (string | null)[]): RawBuilder<unknown> {
  return sql`(select ${texts(values)}::text[])::text[]`
}

export function texts(values: readonly (string | null)[]): Buffer {
  return binaryArray('text', values)
}
