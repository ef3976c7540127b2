import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { ids } from '../stock/sql/columns.ts'
import { msOf } from '../stock/sql/instants.ts'

/** So many orders of a channel tell how late it is heard of them. */
const ORDERS = 20

/** How long after it was made an order was booked, the longest of the newest ones of each channel; a channel that has none is left out. */
export async function readUnseen(em: Em, channelIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ channel_id: string; unseen_ms: number }>`
    select w.channel_id, max(told.late_ms) as unseen_ms
      from unnest(${ids(channelIds)}::bigint[]) as w (channel_id)
      cross join lateral (
           select ${msOf('h.recorded_at')} - ${msOf('o.created_at')} as late_ms
             from ${sql.table('channel_order')} o
             join ${sql.table('channel_order_change')} h on h.channel_id = o.channel_id and h.order_id = o.order_id and h.revision = 1
            where o.channel_id = w.channel_id
            order by o.created_at desc limit ${ORDERS}) told
     group by w.channel_id`.execute(merchantDb(em))
  return new Map(rows.map((row) => [row.channel_id, row.unseen_ms]))
}
