import { sql, type RawBuilder } from 'kysely'
import type { LedgerLine, StockMove } from '../engine/journal.ts'
import { ids, numbers, texts } from './columns.ts'
import { instant } from './instants.ts'

/** Appends to the pool's ledger. */
export function writeLedger(lines: readonly LedgerLine[], recordedAtMs: number): RawBuilder<unknown> {
  const text = (of: (line: LedgerLine) => string) => texts(lines.map(of))
  return sql`
    insert into ${sql.table('ledger')}
      (pool_id, sku_id, from_place, to_place, units, reason, document, actor, happened_at, recorded_at)
    select v.pool_id, v.sku_id, v.from_place, v.to_place, v.units, v.reason, v.document, v.actor,
           to_timestamp(v.happened_at_ms / 1000), ${instant(recordedAtMs)}::timestamptz
      from unnest(
             ${ids(lines.map(({ poolId }) => poolId))}::bigint[], ${ids(lines.map(({ skuId }) => skuId))}::bigint[],
             ${text(({ from }) => from)}::text[], ${text(({ to }) => to)}::text[],
             ${numbers(lines.map(({ units }) => units))}::bigint[], ${text(({ reason }) => reason)}::text[],
             ${text(({ document }) => document)}::text[], ${text(({ actor }) => actor)}::text[],
             ${numbers(lines.map(({ happenedAtMs }) => happenedAtMs))}::float8[])
           as v (pool_id, sku_id, from_place, to_place, units, reason, document, actor, happened_at_ms)`
}

/** Appends to the goods' journal. */
export function writeMoves(moves: readonly StockMove[], recordedAtMs: number): RawBuilder<unknown> {
  const text = (of: (move: StockMove) => string) => texts(moves.map(of))
  return sql`
    insert into ${sql.table('stock_move')}
      (location_id, sku_id, condition, units, reason, document, actor, count_id, happened_at, recorded_at)
    select v.location_id, v.sku_id, v.condition, v.units, v.reason, v.document, v.actor, v.count_id,
           to_timestamp(v.happened_at_ms / 1000), ${instant(recordedAtMs)}::timestamptz
      from unnest(
             ${ids(moves.map(({ locationId }) => locationId))}::bigint[], ${ids(moves.map(({ skuId }) => skuId))}::bigint[],
             ${text(({ condition }) => condition)}::text[], ${numbers(moves.map(({ units }) => units))}::bigint[],
             ${text(({ reason }) => reason)}::text[], ${text(({ document }) => document)}::text[],
             ${text(({ actor }) => actor)}::text[], ${ids(moves.map(({ countId }) => countId))}::uuid[],
             ${numbers(moves.map(({ happenedAtMs }) => happenedAtMs))}::float8[])
           as v (location_id, sku_id, condition, units, reason, document, actor, count_id, happened_at_ms)`
}
