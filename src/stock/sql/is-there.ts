import { sql, type RawBuilder } from 'kysely'

/**
 * Whether a statement that asks for much finds one of these rows (`from ... where ...`). Not `exists`: where that depends on the row around it
 * PostgreSQL plans it in two ways, and opens and locks the tables of both each time.
 */
export function isThere(rows: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`(select true ${rows} limit 1) is not null`
}
