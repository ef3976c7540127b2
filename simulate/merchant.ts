import { sql } from 'kysely'
import type { Clock } from '../src/clock.ts'
import { merchantDb } from '../src/db/merchant-db.ts'
import type { Em, Orm } from '../src/db/orm.ts'
import { bookDocument } from '../src/stock/documents/book-document.ts'
import type { StockDesk } from '../src/stock/stock-desk.ts'

export const GOODS = 'GOODS'
const WAREHOUSE = 'W1'
/** The migrations' own record stays, and the one row each that counts the versions of the rules and keeps the budget. */
const KEPT: ReadonlySet<string> = new Set(['migration', 'rule_book', 'overcommit_budget'])

/** A merchant of one SKU in one pool, emptied for each run: far cheaper than a new schema. */
export class SimMerchant {
  readonly orm: Orm
  readonly schema: string
  #emptying: string | null = null

  constructor(orm: Orm, schema: string) {
    this.orm = orm
    this.schema = schema
  }

  get em(): Em {
    return this.orm.em.fork({ schema: this.schema })
  }

  async reset(now: Date): Promise<void> {
    this.#emptying ??= await this.#emptyAll()
    const db = merchantDb(this.em)
    await sql.raw(this.#emptying).execute(db)
    await sql`update ${sql.table('rule_book')} set version = 0`.execute(db)
    await sql`insert into ${sql.table('pool')} (code, name, position, created_at) values ('central', 'Central', 1, ${now}::timestamptz)`.execute(
      db,
    )
    await sql`
      with place as (
        insert into ${sql.table('location')} (code, name, kind, pool_id, created_at, updated_at)
        select ${WAREHOUSE}, ${WAREHOUSE}, 'warehouse', id, ${now}::timestamptz, ${now}::timestamptz from ${sql.table('pool')} returning id),
      goods as (
        insert into ${sql.table('sku')} (code, name, created_at, updated_at)
        values (${GOODS}, ${GOODS}, ${now}::timestamptz, ${now}::timestamptz))
      select id from place`.execute(db)
    await sql`update ${sql.table('pool')} set default_location_id = (select id from ${sql.table('location')})`.execute(db)
  }

  /** One statement that empties every table and starts its numbers anew. */
  async #emptyAll(): Promise<string> {
    const { rows } = await sql<{ name: string }>`
      select quote_ident(table_name) as name from information_schema.tables
       where table_schema = ${this.schema} and table_type = 'BASE TABLE'`.execute(merchantDb(this.em))
    const names = rows.map(({ name }) => name).filter((name) => !KEPT.has(name))
    return `truncate ${names.map((name) => `${this.schema}.${name}`).join(', ')} restart identity cascade`
  }
}

/** Goods come in at the warehouse. */
export async function receiveGoods(
  desk: StockDesk,
  { clock, units, document }: { clock: Clock; units: number; document: string },
): Promise<void> {
  if (units === 0) return
  const answer = await desk.do(
    bookDocument,
    {
      kind: 'receipt',
      source: 'simulation',
      document,
      line: '1',
      happenedAtMs: clock.now().getTime(),
      location: WAREHOUSE,
      sku: GOODS,
      condition: 'sellable',
      units,
      toCondition: null,
      transfer: null,
      otherLocation: null,
      order: null,
      orderLine: null,
      reason: null,
    },
    { key: `receipt-${document}`, actor: 'simulation' },
  )
  if (answer.kind === 'refused') throw new Error(`goods are not received: ${answer.message}`)
}
