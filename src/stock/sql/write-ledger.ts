import { sql, type RawBuilder } from 'kysely'
import type { LedgerLine, StockMove } from '../engine/journal.ts'
import { bigint, instants, rowsOf, text, uuid } from './rows.ts'

/** Appends to the pool's ledger. */
export function writeLedger(lines: readonly LedgerLine[], recordedAtMs: number): RawBuilder<unknown> {
  return sql`
    insert into ${sql.table('ledger')}
      (document, pool_id, sku_id, from_place, to_place, units, reason, actor, happened_at, recorded_at)
    ${rowsOf({
      document: text(lines.map(({ document }) => document)),
      pool_id: bigint(lines.map(({ poolId }) => poolId)),
      sku_id: bigint(lines.map(({ skuId }) => skuId)),
      from_place: text(lines.map(({ from }) => from)),
      to_place: text(lines.map(({ to }) => to)),
      units: bigint(lines.map(({ units }) => units)),
      reason: text(lines.map(({ reason }) => reason)),
      actor: text(lines.map(({ actor }) => actor)),
      happened_at: instants(lines.map(({ happenedAtMs }) => happenedAtMs)),
      recorded_at: instants(lines.map(() => recordedAtMs)),
    })}`
}

/** Appends to the goods' journal. */
export function writeMoves(moves: readonly StockMove[], recordedAtMs: number): RawBuilder<unknown> {
  return sql`
    insert into ${sql.table('stock_move')}
      (document, location_id, sku_id, condition, units, reason, actor, count_id, happened_at, recorded_at)
    ${rowsOf({
      document: text(moves.map(({ document }) => document)),
      location_id: bigint(moves.map(({ locationId }) => locationId)),
      sku_id: bigint(moves.map(({ skuId }) => skuId)),
      condition: text(moves.map(({ condition }) => condition)),
      units: bigint(moves.map(({ units }) => units)),
      reason: text(moves.map(({ reason }) => reason)),
      actor: text(moves.map(({ actor }) => actor)),
      count_id: uuid(moves.map(({ countId }) => countId)),
      happened_at: instants(moves.map(({ happenedAtMs }) => happenedAtMs)),
      recorded_at: instants(moves.map(() => recordedAtMs)),
    })}`
}
