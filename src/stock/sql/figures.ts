import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { toLocationId, toSkuId } from '../../domain/ids.ts'
import { consumedByLine, type ShippedFigures } from '../../domain/shipments.ts'
import { merchantDb, merchantSchema } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import { figureKey, orderSkuOf } from '../figure-key.ts'
import { instant, msOf } from './instants.ts'

interface Row {
  readonly order_ref: string
  readonly line: number
  readonly sku_id: string
  readonly told_by: string
  readonly units: string
  readonly location_id: string
  readonly happened_at_ms: number
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

/** Every shipped figure told of these orders, by order and SKU. */
export async function readFigures(em: Em, orderRefs: readonly string[]): Promise<ReadonlyMap<string, ShippedFigures>> {
  const { rows } = await sql<Row>`
    select order_ref, line, sku_id, told_by, units, location_id, ${msOf('happened_at')} as happened_at_ms
      from ${sql.table('shipment_figure')}
     where order_ref = any(${orderRefs}::text[])
     order by order_ref, sku_id, told_by`.execute(merchantDb(em))
  const byOrder = Map.groupBy(rows, (row) => figureKey({ orderRef: row.order_ref, skuId: toSkuId(row.sku_id) }))
  return new Map([...byOrder].map(([key, all]) => [key, new Map(all.map((row) => [row.told_by, toFigure(row)]))]))
}

function toFigure(row: Row) {
  const { line, happened_at_ms: happenedAtMs } = row
  return { line, units: Number(row.units), locationId: toLocationId(row.location_id), happenedAtMs }
}

/** Stores all that is told of these orders and SKUs instead of what was told before, and what it consumes. */
export async function writeFigures(em: Em, figures: ReadonlyMap<string, ShippedFigures>): Promise<void> {
  const orders = [...figures.keys()].map(orderSkuOf)
  const changed = sql`
    unnest(${orders.map(({ orderRef }) => orderRef)}::text[], ${orders.map(({ skuId }) => skuId)}::bigint[]) as v (order_ref, sku_id)`
  for (const table of ['shipment_figure', 'shipment_consumed']) {
    await sql`
      delete from ${sql.table(table)} t using ${changed} where t.order_ref = v.order_ref and t.sku_id = v.sku_id`.execute(
      merchantDb(em),
    )
  }
  const told = [...figures].flatMap(([key, all]) =>
    [...all].map(([toldBy, figure]) => ({ ...orderSkuOf(key), ...figure, toldBy })),
  )
  const consumed = [...figures].flatMap(([key, all]) =>
    [...consumedByLine(all)].map(([line, units]) => ({ ...orderSkuOf(key), line, units })),
  )
  await sql`
    insert into ${sql.table('shipment_consumed')} (order_ref, line, sku_id, units)
    select * from unnest(
      ${consumed.map(({ orderRef }) => orderRef)}::text[], ${consumed.map(({ line }) => line)}::integer[],
      ${consumed.map(({ skuId }) => skuId)}::bigint[], ${consumed.map(({ units }) => units)}::bigint[])`.execute(merchantDb(em))
  await sql`
    insert into ${sql.table('shipment_figure')} (order_ref, line, sku_id, told_by, units, location_id, happened_at)
    select * from unnest(
      ${told.map(({ orderRef }) => orderRef)}::text[], ${told.map(({ line }) => line)}::integer[],
      ${told.map(({ skuId }) => skuId)}::bigint[], ${told.map(({ toldBy }) => toldBy)}::text[],
      ${told.map(({ units }) => units)}::bigint[], ${told.map(({ locationId }) => locationId)}::bigint[],
      ${told.map(({ happenedAtMs }) => instant(happenedAtMs))}::timestamptz[])`.execute(merchantDb(em))
}
