import { sql, type RawBuilder } from 'kysely'
import { binaryArray, type ElementType } from './binary-arrays.ts'

/** One column of rows to be written: how its values travel, and how PostgreSQL makes the column's type of them. */
export interface Column {
  readonly values: readonly (number | string | null)[]
  readonly type: ElementType
  read(value: RawBuilder<unknown>): RawBuilder<unknown>
}

const asItIs = (value: RawBuilder<unknown>): RawBuilder<unknown> => value

export const bigint = (values: readonly (number | string | null)[]): Column => ({ values, type: 'bigint', read: asItIs })
export const integer = (values: readonly (number | null)[]): Column => ({ values, type: 'integer', read: asItIs })
export const uuid = (values: readonly (string | null)[]): Column => ({ values, type: 'uuid', read: asItIs })
export const text = (values: readonly (string | null)[]): Column => ({ values, type: 'text', read: asItIs })
/** Milliseconds since 1970. */
export const instants = (values: readonly (number | null)[]): Column => ({
  values,
  type: 'float8',
  read: (value) => sql`to_timestamp(${value} / 1000)`,
})
export const jsonb = (values: readonly string[]): Column => ({ values, type: 'text', read: (value) => sql`${value}::jsonb` })
/** Bytes, handed over in hexadecimal digits. */
export const hex = (values: readonly string[]): Column => ({ values, type: 'bytea', read: asItIs })

/**
 * A `select` of rows handed over column by column, in the order of `columns`. A column that has the same value in every
 * row travels once: most do, and an array costs PostgreSQL about as much as a third of an index entry for each value.
 */
export function rowsOf(columns: Readonly<Record<string, Column>>): RawBuilder<unknown> {
  const entries = Object.entries(columns)
  const arrays = entries.filter(([, column], n) => n === 0 || !isConstant(column))
  const travelling = new Set(arrays.map(([name]) => name))
  const values = entries.map(([name, column]) => {
    const value = travelling.has(name) ? sql`v.${sql.id(name)}` : sql`${constantOf(column)}::${sql.raw(column.type)}`
    return sql`${column.read(value)} as ${sql.id(name)}`
  })
  return sql`
    select ${sql.join(values)}
      from unnest(${sql.join(arrays.map(([, column]) => arrayOf(column)))}) as v (${sql.join(arrays.map(([name]) => sql.id(name)))})`
}

function isConstant({ values }: Column): boolean {
  return values.every((value) => value === values[0])
}

function constantOf({ values: [value], type }: Column): string | number | null {
  return type === 'bytea' ? String.raw`\x${value}` : (value ?? null)
}

function arrayOf({ values, type }: Column): RawBuilder<unknown> {
  return sql`${binaryArray(type, values)}::${sql.raw(`${type}[]`)}`
}
