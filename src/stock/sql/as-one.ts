import { sql, type RawBuilder } from 'kysely'

/**
 * One statement of several that write to different tables: on its own each would be parsed, planned and answered while the
 * locks are held. None of them may read what another one writes. Undefined: there is nothing to write.
 */
export function asOne(statements: readonly RawBuilder<unknown>[]): RawBuilder<unknown> | undefined {
  if (statements.length === 0) return undefined
  const named = statements.map((statement, n) => sql`${sql.id(`write_${n + 1}`)} as (${statement})`)
  return sql`with ${sql.join(named)} select`
}
