import { sql } from 'kysely'
import type { ManualOrder } from '../domain/manual-order.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { toListed, type Listed, type PageWanted } from '../stock/read/list-page.ts'
import { msOf } from '../stock/sql/instants.ts'
import { toManualOrder, type ManualOrderRow } from '../stock/sql/manual-orders.ts'
import type { OrderId } from '../stock/sql/orders.ts'

const columns = sql`
  m.reference, m.kind, m.reason, m.channel_id, m.for_order_id, m.gifts, m.hold_id, m.actor, ${msOf('m.created_at')} as created_ms`

/** Manual orders by reference; the key of a row is its reference. `open`: only those of which something has still to leave. */
export async function listManualOrders(
  em: Em,
  { first, after, open }: PageWanted & { readonly open: boolean },
): Promise<Listed<ManualOrder>> {
  const { rows } = await sql<ManualOrderRow>`
    select ${columns} from ${sql.table('manual_order')} m
      join ${sql.table('hold')} h on h.id = m.hold_id
     where (${after}::text is null or m.reference > ${after}) and (not ${open} or h.state = 'committed')
     order by m.reference
     limit ${first + 1}`.execute(merchantDb(em.fork()))
  return toListed(rows.map(toManualOrder), first)
}

export async function findManualOrder(em: Em, reference: string): Promise<ManualOrder | undefined> {
  const { rows } = await sql<ManualOrderRow>`
    select ${columns} from ${sql.table('manual_order')} m where m.reference = ${reference}`.execute(merchantDb(em.fork()))
  return rows[0] && toManualOrder(rows[0])
}

/** Those that belong to these orders of shops, in the order they were told. */
export async function manualOrdersFor(em: Em, orders: readonly OrderId[]): Promise<readonly ManualOrder[]> {
  const { rows } = await sql<ManualOrderRow>`
    select ${columns} from ${sql.table('manual_order')} m
     where (m.channel_id, m.for_order_id) in (
           select * from unnest(${orders.map(({ channelId }) => channelId)}::bigint[], ${orders.map(({ orderId }) => orderId)}::text[]))
     order by m.created_at, m.reference`.execute(merchantDb(em.fork()))
  return rows.map(toManualOrder)
}
