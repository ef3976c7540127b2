import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { toSkuId } from '../../domain/ids.ts'
import { merchantDb, merchantSchema } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import type { ShipmentFigures } from '../engine/book.ts'
import { figureKey } from '../figure-key.ts'

interface Row {
  readonly order_ref: string
  readonly line: number
  readonly sku_id: string
  readonly told_by: string
  readonly units: string
  readonly consumed: string
}

/**
 * One transaction at a time books shipments of an order: its figures may be told for locations of different pools, which
 * share no balance. The keys are locked in one order; a lock by number keeps all callers of this database apart.
 */
export async function lockOrders(em: Em, orderRefs: readonly string[]): Promise<void> {
  const keys = orderRefs.map((ref) =>
    createHash('sha256')
      .update(`${merchantSchema(em)}/${ref}`)
      .digest()
      .readBigInt64BE()
      .toString(),
  )
  await sql`select pg_advisory_xact_lock(key) from unnest(${keys}::bigint[]) as key order by key`.execute(merchantDb(em))
}

/** Every shipped figure told of these orders, by order line. */
export async function readFigures(em: Em, orderRefs: readonly string[]): Promise<ReadonlyMap<string, ShipmentFigures>> {
  const { rows } = await sql<Row>`
    select f.order_ref, f.line, f.sku_id, f.told_by, f.units, c.units as consumed
      from ${sql.table('shipment_figure')} f
      join ${sql.table('shipment_consumed')} c using (order_ref, line, sku_id)
     where f.order_ref = any(${orderRefs}::text[])`.execute(merchantDb(em))
  const byLine = Map.groupBy(rows, (row) => figureKey({ orderRef: row.order_ref, line: row.line, skuId: toSkuId(row.sku_id) }))
  return new Map(
    [...byLine].map(([key, lines]) => [
      key,
      { consumed: Number(lines[0]?.consumed ?? 0), told: new Map(lines.map((line) => [line.told_by, Number(line.units)])) },
    ]),
  )
}

export async function writeFigures(em: Em, figures: ReadonlyMap<string, ShipmentFigures>): Promise<void> {
  const consumed = [...figures].map(([key, { consumed: units }]) => ({ ...partsOf(key), units }))
  const told = [...figures].flatMap(([key, { told: byTeller }]) =>
    [...byTeller].map(([teller, units]) => ({ ...partsOf(key), teller, units })),
  )
  await sql`
    insert into ${sql.table('shipment_consumed')} (order_ref, line, sku_id, units)
    select * from unnest(
      ${consumed.map(({ orderRef }) => orderRef)}::text[], ${consumed.map(({ line }) => line)}::integer[],
      ${consumed.map(({ skuId }) => skuId)}::bigint[], ${consumed.map(({ units }) => units)}::bigint[])
        on conflict (order_ref, line, sku_id) do update set units = excluded.units`.execute(merchantDb(em))
  await sql`
    insert into ${sql.table('shipment_figure')} (order_ref, line, sku_id, told_by, units)
    select * from unnest(
      ${told.map(({ orderRef }) => orderRef)}::text[], ${told.map(({ line }) => line)}::integer[],
      ${told.map(({ skuId }) => skuId)}::bigint[], ${told.map(({ teller }) => teller)}::text[],
      ${told.map(({ units }) => units)}::bigint[])
        on conflict (order_ref, line, sku_id, told_by) do update set units = excluded.units`.execute(merchantDb(em))
}

function partsOf(key: string): { orderRef: string; line: number; skuId: string } {
  const [orderRef, line, skuId]: [string, number, string] = JSON.parse(key)
  return { orderRef, line, skuId }
}
