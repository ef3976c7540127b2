import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { KnownOrder, ToldOrder } from '../domain/channel-order.ts'
import { isCovered } from '../domain/split-order.ts'
import { readOrders } from '../stock/sql/orders.ts'
import type { Booking } from './intake.ts'

/**
 * Orders we know that were split into others: JD lists the others only, and nothing is told of the first any more. As they are to be
 * booked now, with nothing held for them: those whose children are all known, by what `told` names as their parents.
 */
export async function splitParents(
  { em, connection }: Pick<Booking, 'em' | 'connection'>,
  told: readonly Pick<ToldOrder, 'parentId'>[],
): Promise<readonly ToldOrder[]> {
  const parentIds = [...new Set(told.flatMap(({ parentId }) => parentId ?? []))]
  if (parentIds.length === 0) return []
  const { id: channelId } = connection.channel
  const known = await readOrders(
    em.fork(),
    parentIds.map((orderId) => ({ channelId, orderId })),
    { lock: false },
  )
  const parents = known.filter(({ leaf }) => leaf)
  if (parents.length === 0) return []
  const children = await readChildren(em.fork(), { channelId, parents })
  return parents
    .filter(({ orderId, lines }) => isCovered({ lines }, children.get(orderId) ?? []))
    .map((parent) => ({ ...parent, leaf: false }))
}

async function readChildren(
  em: Em,
  { channelId, parents }: { readonly channelId: string; readonly parents: readonly KnownOrder[] },
): Promise<ReadonlyMap<string | null, readonly KnownOrder[]>> {
  const { rows } = await sql<{ order_id: string }>`
    select order_id from ${sql.table('channel_order')}
     where channel_id = ${channelId} and parent_id = any(${parents.map(({ orderId }) => orderId)}::text[])`.execute(
    merchantDb(em),
  )
  const wanted = rows.map(({ order_id: orderId }) => ({ channelId, orderId }))
  return Map.groupBy(await readOrders(em, wanted, { lock: false }), ({ parentId }) => parentId)
}
