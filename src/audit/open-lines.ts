import { sql, type RawBuilder } from 'kysely'

/**
 * What lines of holds still keep of the goods of balance `b`: `chosen` says of which lines `l`. By the two indexes that know of such lines
 * alone: to go through all lines once a balance takes longer with each order there ever was.
 */
export function openLines(chosen: RawBuilder<unknown>): RawBuilder<unknown> {
  const some = sql`
    select l.units - l.released - l.shipped as units from ${sql.table('hold_line')} l
     where ${chosen} and l.units > l.released + l.shipped`
  return sql`${some} and l.expires_at is null union all ${some} and l.expires_at > b.expired_through`
}
