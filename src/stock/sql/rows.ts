import { sql, type RawBuilder } from 'kysely'
import { binaryArray, type ElementType } from './binary-arrays.ts'

/** One column of rows to be written: how its values travel, and how PostgreSQL makes the column's type of them. */
export interface Column {
  readonly values: readonly (number | string | null)[]
  readonly type: ElementType
  /** What is written around a value. */
  readonly around: readonly [string, string]
}

type Values = Column['values']

const asItIs = ['', ''] as const

export const bigint = (values: Values): Column => ({ values, type: 'bigint', around: asItIs })
export const float = (values: readonly number[]): Column => ({ values, type: 'float8', around: asItIs })
export const integer = (values: readonly (number | null)[]): Column => ({ values, type: 'integer', around: asItIs })
export const uuid = (values: readonly (string | null)[]): Column => ({ values, type: 'uuid', around: asItIs })
export const text = (values: readonly (string | null)[]): Column => ({ values, type: 'text', around: asItIs })
/** Milliseconds since 1970. */
export const instants = (values: readonly (number | null)[]): Column => ({
  values,
  type: 'float8',
  around: ['to_timestamp(', ' / 1000)'],
})
export const jsonb = (values: readonly string[]): Column => ({ values, type: 'text', around: ['', '::jsonb'] })
/** Bytes, handed over in hexadecimal digits. */
export const hex = (values: readonly string[]): Column => ({ values, type: 'bytea', around: asItIs })

/**
 * A `select` of rows handed over column by column, in the order of `columns`. A column that has the same value in every
 * row travels once: most do, and an array costs PostgreSQL about as much as a third of an index entry for each value.
 */
export function rowsOf(columns: Readonly<Record<string, Column>>): RawBuilder<unknown> {
  const entries = Object.entries(columns)
  const arrays = entries.filter(([, column], n) => n === 0 || !isConstant(column))
  const travelling = new Set(arrays.map(([name]) => name))
  const statement = new Statement()
  for (const [n, [name, column]] of entries.entries()) {
    const [before, after] = column.around
    statement.add(`${n === 0 ? 'select ' : ', '}${before}`)
    if (travelling.has(name)) statement.add(`v."${name}"`)
    else statement.value(constantOf(column)).add(`::${column.type}`)
    statement.add(`${after} as "${name}"`)
  }
  for (const [n, [, { type, values }]] of arrays.entries()) {
    statement
      .add(n === 0 ? ' from unnest(' : ', ')
      .value(binaryArray(type, values))
      .add(`::${type}[]`)
  }
  return statement.add(`) as v (${arrays.map(([name]) => `"${name}"`).join()})`).build()
}

function isConstant({ values }: Column): boolean {
  const [first] = values
  return values.every((value) => value === first)
}

function constantOf({ values: [value], type }: Column): string | number | null {
  return type === 'bytea' ? String.raw`\x${value}` : (value ?? null)
}

/** A statement of plain text and values. Built of many small pieces, it would be walked through three times to be put together. */
class Statement {
  readonly #texts: string[] = ['']
  readonly #values: unknown[] = []

  add(more: string): this {
    this.#texts[this.#texts.length - 1] += more
    return this
  }

  value(value: unknown): this {
    this.#values.push(value)
    this.#texts.push('')
    return this
  }

  build(): RawBuilder<unknown> {
    return sql(Object.assign(this.#texts, { raw: this.#texts }), ...this.#values)
  }
}
