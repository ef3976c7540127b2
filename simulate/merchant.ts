import { sql } from 'kysely'
import type { Clock } from '../src/clock.ts'
import { merchantDb } from '../src/db/merchant-db.ts'
import type { Em, Orm } from '../src/db/orm.ts'
import { bookDocument } from '../src/stock/documents/book-document.ts'
import { NOTHING_MORE } from '../src/stock/documents/content.ts'
import type { StockDesk } from '../src/stock/stock-desk.ts'
import type { Pile } from './supply.ts'

const GOODS = 'GOODS'
/** What listings sell where that is more than single units. */
export const SET = 'SET'

/** The code of a good, by its place, and the other way round. */
export function goodCode(good: number): string {
  return good === 0 ? GOODS : `${GOODS}${good + 1}`
}

export function goodPlace(code: string): number {
  return code === GOODS ? 0 : Number(code.slice(GOODS.length)) - 1
}

function warehouseOf(pool: number): string {
  return `W${pool + 1}`
}

/** The migrations' own record stays, and the one row each that counts the versions of the rules and keeps the budget. */
const KEPT: ReadonlySet<string> = new Set(['migration', 'rule_book', 'overcommit_budget'])

/** A merchant, emptied for each run: far cheaper than a new schema. */
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

  /** So many SKUs and pools there are then, each pool with a warehouse. */
  async reset(now: Date, { pools, goods }: { readonly pools: number; readonly goods: number }): Promise<void> {
    this.#emptying ??= await this.#emptyAll()
    const db = merchantDb(this.em)
    await sql.raw(this.#emptying).execute(db)
    await sql`update ${sql.table('rule_book')} set version = 0`.execute(db)
    await sql`
      update ${sql.table('overcommit_budget')} set units_per_day = 0, granted_per_day = 0, owed_units = 0, strict_since = null`.execute(
      db,
    )
    const codes = Array.from({ length: pools }, (_, pool) => (pool === 0 ? 'central' : `pool${pool + 1}`))
    await sql`
      insert into ${sql.table('pool')} (code, name, position, created_at)
      select code, code, place, ${now}::timestamptz from unnest(${codes}::text[]) with ordinality as p (code, place)`.execute(db)
    await sql`
      insert into ${sql.table('location')} (code, name, kind, pool_id, created_at, updated_at)
      select 'W' || position, 'W' || position, 'warehouse', id, ${now}::timestamptz, ${now}::timestamptz from ${sql.table('pool')}
       order by id`.execute(db)
    await sql`
      update ${sql.table('pool')} p set default_location_id = l.id from ${sql.table('location')} l where l.pool_id = p.id`.execute(
      db,
    )
    await sql`
      insert into ${sql.table('sku')} (code, name, created_at, updated_at)
      select code, code, ${now}::timestamptz, ${now}::timestamptz from unnest(${Array.from({ length: goods }, (_, n) => goodCode(n))}::text[]) as g (code)`.execute(
      db,
    )
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

/** Goods come in at the warehouses of their pools. */
export async function receiveGoods(
  desk: StockDesk,
  { clock, piles, document }: { readonly clock: Clock; readonly piles: readonly Pile[]; readonly document: string },
): Promise<void> {
  for (const [n, { units, good, pool }] of piles.entries()) {
    if (units === 0) continue
    const line = String(n + 1)
    const answer = await desk.do(
      bookDocument,
      {
        kind: 'receipt',
        source: 'simulation',
        document,
        line,
        happenedAtMs: clock.now().getTime(),
        location: warehouseOf(pool),
        sku: goodCode(good),
        condition: 'sellable',
        units,
        ...NOTHING_MORE,
      },
      { key: `receipt-${document}-${line}`, actor: 'simulation' },
    )
    if (answer.kind === 'refused') throw new Error(`goods are not received: ${answer.message}`)
  }
}
