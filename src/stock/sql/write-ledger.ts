import { sql } from 'kysely'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import type { LedgerLine, StockMove } from '../engine/journal.ts'
import { instant } from './instants.ts'

/** Appends to the pool's ledger. */
export async function writeLedger(em: Em, lines: readonly LedgerLine[], recordedAtMs: number): Promise<void> {
  const column = (of: (line: LedgerLine) => unknown) => lines.map(of)
  await sql`
    insert into ${sql.table('ledger')}
      (pool_id, sku_id, from_place, to_place, units, reason, document, actor, happened_at, recorded_at)
    select v.*, ${instant(recordedAtMs)}::timestamptz from unnest(
      ${column(({ poolId }) => poolId)}::bigint[], ${column(({ skuId }) => skuId)}::bigint[],
      ${column(({ from }) => from)}::text[], ${column(({ to }) => to)}::text[], ${column(({ units }) => units)}::bigint[],
      ${column(({ reason }) => reason)}::text[], ${column(({ document }) => document)}::text[],
      ${column(({ actor }) => actor)}::text[],
      ${column(({ happenedAtMs }) => instant(happenedAtMs))}::timestamptz[]) as v`.execute(merchantDb(em))
}

/** Appends to the goods' journal. */
export async function writeMoves(em: Em, moves: readonly StockMove[], recordedAtMs: number): Promise<void> {
  const column = (of: (move: StockMove) => unknown) => moves.map(of)
  await sql`
    insert into ${sql.table('stock_move')}
      (location_id, sku_id, condition, units, reason, document, actor, count_id, happened_at, recorded_at)
    select v.*, ${instant(recordedAtMs)}::timestamptz from unnest(
      ${column(({ locationId }) => locationId)}::bigint[], ${column(({ skuId }) => skuId)}::bigint[],
      ${column(({ condition }) => condition)}::text[], ${column(({ units }) => units)}::bigint[],
      ${column(({ reason }) => reason)}::text[], ${column(({ document }) => document)}::text[],
      ${column(({ actor }) => actor)}::text[], ${column(({ countId }) => countId)}::uuid[],
      ${column(({ happenedAtMs }) => instant(happenedAtMs))}::timestamptz[]) as v`.execute(merchantDb(em))
}
