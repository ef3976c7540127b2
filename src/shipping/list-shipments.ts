import { sql } from 'kysely'
import { parseHoldId } from '../domain/ids.ts'
import type { OrderShipment, ShipmentState } from '../domain/order-shipment.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { toListed, type Listed, type PageWanted } from '../stock/read/list-page.ts'
import { readDoubts, shipmentColumns, toShipment, type ShipmentRow } from '../stock/sql/shipments.ts'

export interface ShipmentFilter {
  readonly channelId: string | null
  readonly orderId: string | null
  readonly state: ShipmentState | null
  /** Only those whose shop has still to be told, or that need a person. */
  readonly unsettled: boolean
}

/** Shipments, newest first; the key of a row is its id, which sorts by time. */
export async function listShipments(
  em: Em,
  { filter, ...page }: PageWanted & { readonly filter: ShipmentFilter },
): Promise<Listed<OrderShipment>> {
  const after = page.after === null ? null : (parseHoldId(page.after) ?? null)
  const { channelId, orderId, state, unsettled } = filter
  const { rows } = await sql<ShipmentRow>`
    select ${shipmentColumns} from ${sql.table('shipment')} s
     where (${after}::uuid is null or s.id < ${after}::uuid)
       and (${channelId}::bigint is null or s.channel_id = ${channelId}::bigint)
       and (${orderId}::text is null or s.order_id = ${orderId})
       and (${state}::text is null or s.state = ${state})
       and (not ${unsettled} or s.state in ('waiting', 'problem'))
     order by s.id desc
     limit ${page.first + 1}`.execute(merchantDb(em.fork()))
  const listed = toListed(rows, page.first)
  return { rows: await withDoubts(em, listed.rows), hasNextPage: listed.hasNextPage }
}

export async function findShipment(em: Em, id: string): Promise<OrderShipment | undefined> {
  const known = parseHoldId(id)
  if (known === undefined) return undefined
  const { rows } = await sql<ShipmentRow>`
    select ${shipmentColumns} from ${sql.table('shipment')} s where s.id = ${known}::uuid`.execute(merchantDb(em.fork()))
  return (await withDoubts(em, rows))[0]
}

async function withDoubts(em: Em, rows: readonly ShipmentRow[]): Promise<readonly OrderShipment[]> {
  const doubts = await readDoubts(
    em.fork(),
    rows.map(({ id }) => id),
  )
  return rows.map((row) => toShipment(row, doubts))
}
