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

export function texts(values: readonly (string | null)[]): Buffer {
  return binaryArray('text', values)
}
