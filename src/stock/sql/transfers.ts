import { sql, type RawBuilder } from 'kysely'
import { toLocationId, toSkuId, type Condition } from '../../domain/ids.ts'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import type { Transfer, TransferLine } from '../engine/journal.ts'
import { instant, instantOrNull, msOf } from './instants.ts'

interface Row {
  readonly reference: string
  readonly from_location_id: string | null
  readonly to_location_id: string | null
  readonly closed_at_ms: number | null
}

interface LineRow {
  readonly reference: string
  readonly sku_id: string
  readonly condition: Condition
  readonly dispatched: string
  readonly received: string
}

export interface Transfers {
  readonly transfers: readonly Transfer[]
  readonly lines: readonly TransferLine[]
}

/** Transfers with their lines; `lock` takes the transfers' rows, since two pools may book one of them at once. */
export async function readTransfers(em: Em, references: readonly string[], lock: boolean): Promise<Transfers> {
  const { rows } = await sql<Row>`
    select reference, from_location_id, to_location_id, ${msOf('closed_at')} as closed_at_ms
      from ${sql.table('transfer')} where reference = any(${references}::text[])
     order by reference ${lock ? sql`for update` : sql``}`.execute(merchantDb(em))
  const { rows: lines } = await sql<LineRow>`
    select reference, sku_id, condition, dispatched, received
      from ${sql.table('transfer_line')} where reference = any(${references}::text[])`.execute(merchantDb(em))
  return { transfers: rows.map(toTransfer), lines: lines.map(toLine) }
}

function toTransfer(row: Row): Transfer {
  return {
    reference: row.reference,
    fromLocationId: row.from_location_id === null ? null : toLocationId(row.from_location_id),
    toLocationId: row.to_location_id === null ? null : toLocationId(row.to_location_id),
    closedAtMs: row.closed_at_ms,
  }
}

function toLine(row: LineRow): TransferLine {
  const { reference, condition } = row
  return { reference, skuId: toSkuId(row.sku_id), condition, dispatched: Number(row.dispatched), received: Number(row.received) }
}

/**
 * Stores transfers and their lines. One that someone else began meanwhile breaks the key, so that the batch is decided
 * again on what is there now.
 */
export async function writeTransfers(
  em: Em,
  { begun, changed, lines }: { begun: readonly Transfer[]; changed: readonly Transfer[]; lines: readonly TransferLine[] },
  nowMs: number,
): Promise<void> {
  if (begun.length > 0) {
    await sql`
      insert into ${sql.table('transfer')} (reference, from_location_id, to_location_id, closed_at, created_at)
      select v.*, ${instant(nowMs)}::timestamptz from (${rowsOf(begun)}) v`.execute(merchantDb(em))
  }
  if (changed.length > 0) {
    await sql`
      update ${sql.table('transfer')} t
         set from_location_id = v.from_location_id, to_location_id = v.to_location_id, closed_at = v.closed_at
        from (${rowsOf(changed)}) v where t.reference = v.reference`.execute(merchantDb(em))
  }
  await writeLines(em, lines)
}

function rowsOf(transfers: readonly Transfer[]): RawBuilder<unknown> {
  return sql`
    select * from unnest(
      ${transfers.map(({ reference }) => reference)}::text[], ${transfers.map(({ fromLocationId }) => fromLocationId)}::bigint[],
      ${transfers.map(({ toLocationId }) => toLocationId)}::bigint[],
      ${transfers.map(({ closedAtMs }) => instantOrNull(closedAtMs))}::timestamptz[])
      as t (reference, from_location_id, to_location_id, closed_at)`
}

async function writeLines(em: Em, lines: readonly TransferLine[]): Promise<void> {
  if (lines.length === 0) return
  await sql`
    insert into ${sql.table('transfer_line')} (reference, sku_id, condition, dispatched, received)
    select * from unnest(
      ${lines.map(({ reference }) => reference)}::text[], ${lines.map(({ skuId }) => skuId)}::bigint[],
      ${lines.map(({ condition }) => condition)}::text[], ${lines.map(({ dispatched }) => dispatched)}::bigint[],
      ${lines.map(({ received }) => received)}::bigint[])
        on conflict (reference, sku_id, condition) do update
       set dispatched = excluded.dispatched, received = excluded.received`.execute(merchantDb(em))
}
