import { sql } from 'kysely'
import { gather } from '../db/gather.ts'
import { merchantDb } from '../db/merchant-db.ts'
import { isThere } from '../stock/sql/is-there.ts'
import { manyIds } from '../stock/sql/columns.ts'
import { instant, msOf } from '../stock/sql/instants.ts'
import { waitsForMapping } from './book-mapped.ts'
import type { Intake, IntakeTerms } from './intake.ts'
import { hasSplits } from './settle-splits.ts'

/** What a poll begins with. */
export interface Start {
  readonly terms: IntakeTerms
  /** How far each list has been walked. */
  readonly walks: ReadonlyMap<string, Date>
  /** Orders that were set aside are to be tried again. */
  readonly aside: boolean
  /** Orders have waited for their listing to be mapped. */
  readonly mapped: boolean
  /** Orders are still held whose children are all known. */
  readonly split: boolean
  /** A quota is below zero: orders that nobody has paid may have been called off unseen. */
  readonly negative: boolean
}

interface TermsRow {
  readonly pool: string | null
  readonly created_at: Date
}

interface StartRow extends TermsRow {
  readonly id: string
  readonly lists: readonly string[] | null
  readonly walked: readonly number[] | null
  readonly aside: boolean
  readonly mapped: boolean
  readonly split: boolean
  readonly negative: boolean
}

export async function readStart({ em, connection, clock }: Pick<Intake, 'em' | 'connection' | 'clock'>): Promise<Start> {
  const { id, code } = connection.channel
  const start = await startOf(em, { id, nowMs: clock.now().getTime() })
  if (!start) throw new Error(`channel ${code} has gone`)
  return start
}

/** One statement: most polls find nothing new. */
const startOf = gather<{ readonly id: string; readonly nowMs: number }, Start | undefined>(async (em, asked) => {
  const now = instant(Math.max(...asked.map(({ nowMs }) => nowMs)))
  const { rows } = await sql<StartRow>`
    select c.id, ${termsOfChannel()},
           w.lists, w.walked,
           ${isThere(sql`from ${sql.table('channel_order_aside')} a
                    where a.channel_id = c.id and a.retry_at <= ${now}::timestamptz`)} as aside,
           ${isThere(waitsForMapping(sql`c.id`))} as mapped, ${isThere(hasSplits(sql`c.id`, sql`m.through`))} as split,
           ${isThere(sql`from ${sql.table('listing_quota')} q
                    where q.below_zero and (select l.channel_id from ${sql.table('listing')} l where l.id = q.listing_id) = c.id`)} as negative
      from ${sql.table('channel')} c
      cross join lateral (
            select array_agg(w.list) as lists, array_agg(${msOf('w.walked_through')}) as walked
              from ${sql.table('channel_walk')} w where w.channel_id = c.id) w
      cross join lateral (
            select min(w.through) as through from ${sql.table('channel_watermark')} w where w.channel_id = c.id) m
     where c.id = any(${manyIds(asked.map(({ id }) => id))})`.execute(merchantDb(em))
  const found = new Map(rows.map((row) => [row.id, toStart(row)]))
  return asked.map(({ id }) => found.get(id))
})

function toStart({ lists, walked, pool, created_at, ...found }: StartRow): Start {
  const walks = new Map(lists?.map((list, n) => [list, new Date(walked?.[n] ?? 0)]))
  return { ...found, terms: toTerms({ pool, created_at }), walks }
}

export async function readTerms({ em, connection }: Pick<Intake, 'em' | 'connection'>): Promise<IntakeTerms> {
  const { id, code } = connection.channel
  const { rows } = await sql<TermsRow>`
    select ${termsOfChannel()} from ${sql.table('channel')} c where c.id = ${id}`.execute(merchantDb(em.fork()))
  const [row] = rows
  if (!row) throw new Error(`channel ${code} has gone`)
  return toTerms(row)
}

function termsOfChannel() {
  return sql`c.created_at, (
           select p.code from ${sql.table('channel_pool')} cp join ${sql.table('pool')} p on p.id = cp.pool_id
            where cp.channel_id = c.id order by cp.position limit 1) as pool`
}

function toTerms({ pool, created_at: createdAt }: TermsRow): IntakeTerms {
  return { pool, connectedAt: new Date(createdAt) }
}
