import { sql } from 'kysely'
import { toLocationId, type Condition, type LocationId, type SkuId } from '../../domain/ids.ts'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import { msOf } from '../sql/instants.ts'
import { toJournalEntry, type JournalEntry, type JournalRow } from './journal-entry.ts'
import { numberAfter, toListed, type Listed, type PageWanted } from './list-page.ts'

export interface MoveEntry extends JournalEntry {
  readonly locationId: LocationId
  readonly condition: Condition
}

type Row = JournalRow & { readonly location_id: string; readonly condition: Condition }

/** What goods of a SKU came and went, newest first; the key of a row is its id. */
export async function listMoves(
  em: Em,
  wanted: PageWanted & { readonly skuId: SkuId; readonly locationId: LocationId | null },
): Promise<Listed<MoveEntry>> {
  const after = numberAfter(wanted.after)
  const { rows } = await sql<Row>`
    select id, location_id, sku_id, condition, units, reason, document, actor,
           ${msOf('happened_at')} as happened_at_ms, ${msOf('recorded_at')} as recorded_at_ms
      from ${sql.table('stock_move')}
     where sku_id = ${wanted.skuId}::bigint and (${wanted.locationId}::bigint is null or location_id = ${wanted.locationId}::bigint)
       and (${after}::bigint is null
            or (recorded_at, id) < (select recorded_at, id from ${sql.table('stock_move')} where id = ${after}::bigint))
     order by recorded_at desc, id desc
     limit ${wanted.first + 1}`.execute(merchantDb(em))
  const entries = rows.map((row) => ({
    ...toJournalEntry(row),
    locationId: toLocationId(row.location_id),
    condition: row.condition,
  }))
  return toListed(entries, wanted.first)
}
