import { sql } from 'kysely'
import { merchantDb } from '../../src/db/merchant-db.ts'
import { openDatabase, type Em, type Orm } from '../../src/db/orm.ts'
import { createMerchant } from '../../src/merchants/create-merchant.ts'
import { receiveStock } from '../../src/stock/facts/receive-stock.ts'
import { createStockDesk } from '../../src/stock/stock-desk.ts'
import type { BenchContext } from './bench.ts'

export interface BenchMerchant {
  readonly orm: Orm
  /** For the merchant's schema. */
  readonly em: Em
  readonly skuCodes: readonly string[]
  dispose(): Promise<void>
}

const LINES_PER_RECEIPT = 500

/** A merchant of its own with one pool, one warehouse, and so many SKUs with so many units each. */
export async function benchMerchant(
  { databaseUrl, clock, log, signal }: BenchContext,
  wants: { readonly code: string; readonly skus: number; readonly unitsEach: number; readonly connectionsMax: number },
): Promise<BenchMerchant> {
  const outcome = await createMerchant({ url: databaseUrl, clock, signal }, { code: wants.code, name: 'Bench' })
  if (!('merchant' in outcome)) throw new Error(outcome.message)
  const orm = await openDatabase({ url: databaseUrl, log, poolMax: wants.connectionsMax })
  const em = orm.em.fork({ schema: outcome.merchant.schema })
  const skuCodes = Array.from({ length: wants.skus }, (_, n) => `SKU-${n + 1}`)
  await addCatalogue(em, skuCodes, clock.now())
  const desk = createStockDesk(em, clock)
  for (let first = 0; first < skuCodes.length; first += LINES_PER_RECEIPT) {
    const lines = skuCodes
      .slice(first, first + LINES_PER_RECEIPT)
      .map((sku) => ({ sku, condition: 'sellable' as const, units: wants.unitsEach }))
    const args = { location: 'W1', lines, receivedAtMs: null, reference: null }
    const answer = await desk.do(receiveStock, args, { key: `receipt-${first}`, actor: 'bench' })
    if (answer.kind !== 'booked') throw new Error(answer.message)
  }
  return { orm, em, skuCodes, dispose: () => orm.close() }
}

async function addCatalogue(em: Em, codes: readonly string[], now: Date): Promise<void> {
  const db = merchantDb(em.fork())
  await sql`
    insert into ${sql.table('pool')} (code, name, position, created_at)
    select 'central', 'Central', 1, ${now} where not exists (select from ${sql.table('pool')})`.execute(db)
  await sql`
    insert into ${sql.table('location')} (code, name, kind, pool_id, created_at, updated_at)
    select 'W1', 'Warehouse', 'warehouse', (select min(id) from ${sql.table('pool')}), ${now}, ${now}`.execute(db)
  await sql`
    insert into ${sql.table('sku')} (code, name, created_at, updated_at)
    select code, code, ${now}, ${now} from unnest(${codes}::text[]) as code`.execute(db)
}
