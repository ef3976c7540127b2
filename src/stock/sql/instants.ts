import { sql, type RawBuilder } from 'kysely'

/** A timestamp column as milliseconds since 1970; null stays null, the two infinities are numbers too. */
export function msOf(column: string): RawBuilder<number | null> {
  return sql<number | null>`(extract(epoch from ${sql.ref(column)}) * 1000)::float8`
}

/** Milliseconds as PostgreSQL reads a timestamp. */
export function instant(ms: number): string {
  if (ms === -Infinity) return '-infinity'
  return new Date(ms).toISOString()
}

export function instantOrNull(ms: number | null): string | null {
  return ms === null ? null : instant(ms)
}
