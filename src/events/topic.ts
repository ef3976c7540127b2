import { sql, type RawBuilder } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'

/** Rows that can be followed: each has a number above those given out before it, and is never changed in what is told of it. */
export interface Topic<Event> {
  readonly name: string
  /** Rows above `after`, and those of `missing` that are there by now, by number. */
  readonly read: (
    em: Em,
    wanted: { readonly after: number; readonly missing: readonly number[] },
  ) => Promise<readonly Numbered<Event>[]>
  /** The numbers that are there among the newest `span`, the highest first. */
  readonly newest: (em: Em, span: number) => Promise<readonly number[]>
  /** Of several events of one key in one look only one is told: whoever is told reads what is there now. */
  readonly keyOf?: (event: Event) => string
}

export interface Numbered<Event> {
  readonly id: number
  readonly event: Event
}

/** So many rows are read in one look. */
export const ROWS_MAX = 1_000

/** A topic of a table of the merchant with a bigint identity `id`. */
export function tableTopic<Row, Event>({
  name,
  table,
  columns,
  toEvent,
  keyOf,
}: {
  readonly name: string
  readonly table: string
  readonly columns: RawBuilder<unknown>
  readonly toEvent: (row: Row) => Event
  readonly keyOf?: (event: Event) => string
}): Topic<Event> {
  return {
    name,
    ...(keyOf ? { keyOf } : {}),
    async read(em, { after, missing }) {
      const { rows } = await sql<Row & { readonly feed_id: string }>`
        select id as feed_id, ${columns} from ${sql.table(table)}
         where id > ${after} or id = any(${missing}::bigint[]) order by id limit ${ROWS_MAX}`.execute(merchantDb(em))
      return rows.map((row) => ({ id: Number(row.feed_id), event: toEvent(row) }))
    },
    async newest(em, span) {
      const { rows } = await sql<{ readonly id: string }>`
        select id from ${sql.table(table)} order by id desc limit ${span}`.execute(merchantDb(em))
      return rows.map(({ id }) => Number(id))
    },
  }
}
