import { sql } from 'kysely'
import { merchantDb } from '../../src/db/merchant-db.ts'
import { openDatabase, type Em, type Orm } from '../../src/db/orm.ts'
import { createMerchant } from '../../src/merchants/create-merchant.ts'
import { receiveStock } from '../../src/stock/facts/receive-stock.ts'
import { createStockDesk, type StockDesk } from '../../src/stock/stock-desk.ts'
import type { BenchContext } from './bench.ts'

export interface BenchMerchant {
  readonly orm: Orm
  /** For the merchant's schema. */
  readonly em: Em
  readonly skuCodes: readonly string[]
  dispose(): Promise<void>
}

const LINES_PER_RECEIPT = 500

/** A merchant of its own with one pool, some warehouses (one if not told), and so many units of so many SKUs in each. */
export async function benchMerchant(
  { databaseUrl, clock, log, signal }: BenchContext,
  wants: {
    readonly code: string
    readonly skus: number
    readonly warehouses?: number
    readonly unitsEach: number
    readonly connectionsMax: number
  },
): Promise<BenchMerchant> {
  const outcome = await createMerchant({ url: databaseUrl, clock, signal }, { code: wants.code, name: 'Bench' })
  if (!('merchant' in outcome)) throw new Error(outcome.message)
  const orm = await openDatabase({ url: databaseUrl, log, poolMax: wants.connectionsMax })
  const em = orm.em.fork({ schema: outcome.merchant.schema })
  const skuCodes = Array.from({ length: wants.skus }, (_, n) => `SKU-${n + 1}`)
  const warehouses = Array.from({ length: wants.warehouses ?? 1 }, (_, n) => `W${n + 1}`)
  await addCatalogue(em, { skuCodes, warehouses, now: clock.now() })
  const desk = createStockDesk(em, clock)
  for (const location of warehouses) await receiveAll(desk, { location, skuCodes, units: wants.unitsEach })
  return { orm, em, skuCodes, dispose: () => orm.close() }
}

async function receiveAll(
  desk: StockDesk,
  { location, skuCodes, units }: { readonly location: string; readonly skuCodes: readonly string[]; readonly units: number },
): Promise<void> {
  for (let first = 0; first < skuCodes.length; first += LINES_PER_RECEIPT) {
    const some = skuCodes.slice(first, first + LINES_PER_RECEIPT)
    const lines = some.map((sku) => ({ sku, condition: 'sellable' as const, units }))
    const args = { location, lines, receivedAtMs: null, reference: null }
    const answer = await desk.do(receiveStock, args, { key: `receipt-${location}-${first}`, actor: 'bench' })
    if (answer.kind !== 'booked') throw new Error(answer.message)
  }
}

async function addCatalogue(
  em: Em,
  {
    skuCodes,
    warehouses,
    now,
  }: { readonly skuCodes: readonly string[]; readonly warehouses: readonly string[]; readonly now: Date },
): Promise<void> {
  const db = merchantDb(em.fork())
  await sql`
    insert into ${sql.table('pool')} (code, name, position, created_at)
    select 'central', 'Central', 1, ${now} where not exists (select from ${sql.table('pool')})`.execute(db)
  await sql`
    insert into ${sql.table('location')} (code, name, kind, pool_id, created_at, updated_at)
    select code, code, 'warehouse', (select min(id) from ${sql.table('pool')}), ${now}, ${now}
      from unnest(${warehouses}::text[]) as code`.execute(db)
  await sql`
    insert into ${sql.table('sku')} (code, name, created_at, updated_at)
    select code, code, ${now}, ${now} from unnest(${skuCodes}::text[]) as code`.execute(db)
}
