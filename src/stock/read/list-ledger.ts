import { sql } from 'kysely'
import type { Account } from '../../domain/balance.ts'
import { toPoolId, type PoolId, type SkuId } from '../../domain/ids.ts'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import { msOf } from '../sql/instants.ts'
import { toJournalEntry, type JournalEntry, type JournalRow } from './journal-entry.ts'
import { numberAfter, toListed, type Listed, type PageWanted } from './list-page.ts'

export interface LedgerEntry extends JournalEntry {
  readonly poolId: PoolId
  readonly from: Account
  readonly to: Account
}

type Row = JournalRow & { readonly pool_id: string; readonly from_place: Account; readonly to_place: Account }

/** A SKU's ledger, newest first; the key of a row is its id. */
export async function listLedger(
  em: Em,
  wanted: PageWanted & { readonly skuId: SkuId; readonly poolId: PoolId | null },
): Promise<Listed<LedgerEntry>> {
  const after = numberAfter(wanted.after)
  const { rows } = await sql<Row>`
    select id, pool_id, sku_id, from_place, to_place, units, reason, document, actor,
           ${msOf('happened_at')} as happened_at_ms, ${msOf('recorded_at')} as recorded_at_ms
      from ${sql.table('ledger')}
     where sku_id = ${wanted.skuId}::bigint and (${wanted.poolId}::bigint is null or pool_id = ${wanted.poolId}::bigint)
       and (${after}::bigint is null
            or (recorded_at, id) < (select recorded_at, id from ${sql.table('ledger')} where id = ${after}::bigint))
     order by recorded_at desc, id desc
     limit ${wanted.first + 1}`.execute(merchantDb(em))
  const entries = rows.map((row) => ({
    ...toJournalEntry(row),
    poolId: toPoolId(row.pool_id),
    from: row.from_place,
    to: row.to_place,
  }))
  return toListed(entries, wanted.first)
}
