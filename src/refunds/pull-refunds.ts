import { sql } from 'kysely'
import { listingKey } from '../channels/listing.ts'
import type { ChannelRefund } from '../channels/feed.ts'
import type { ShopConnection } from '../channels/shop-connections.ts'
import type { Clock } from '../clock.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { readWalks, saveWalks } from '../intake/watermarks.ts'
import type { Lease } from '../jobs/channel-task.ts'
import { fenced } from '../jobs/fenced.ts'
import type { OrderId } from '../stock/sql/orders.ts'
import { msOf } from '../stock/sql/instants.ts'

/** The name under which it is kept how far the cases have been read. */
const WALK = 'refunds'
const EVERY_MS = 300_000
const DAY_MS = 86_400_000
const BACK_MS = 14 * DAY_MS
/** A case of the last moments may get another change: it is read again with the next window. */
const SETTLE_MS = 180_000
const WINDOWS_MAX = 20

export interface RefundTurn {
  readonly connection: Pick<ShopConnection, 'channel' | 'connector'>
  readonly em: Em
  readonly lease: Lease
  readonly clock: Clock
  readonly signal: AbortSignal
}

/**
 * Reads the cases of refund and return that have changed, and records them. A case frees no unit (R9): what is called off the order's
 * own telling says, and what comes back a document. Returns when it is due again.
 */
export async function pullRefunds(turn: RefundTurn): Promise<Date> {
  const { connection, em, lease, clock, signal } = turn
  const { connector, channel } = connection
  const nowMs = () => connector.platformTime(clock.now()).getTime()
  let from = (await readWalks(em.fork(), channel.id)).get(WALK) ?? new Date(nowMs() - BACK_MS)
  for (let windows = 0; windows < WINDOWS_MAX; windows += 1) {
    signal.throwIfAborted()
    const endMs = nowMs()
    const to = new Date(Math.min(endMs, from.getTime() + DAY_MS))
    if (to.getTime() <= from.getTime()) break
    let isComplete = false
    for await (const page of connector.pullRefunds({ from, to }, signal)) {
      await record(turn, page.refunds)
      isComplete = page.last
    }
    if (!isComplete) throw new Error(`${connector.platform} ended the refunds before their last page`)
    const through = new Date(Math.min(to.getTime(), endMs - SETTLE_MS))
    if (through > from) await saveWalks(em, lease, new Map([[WALK, through]]))
    if (to.getTime() >= endMs) return new Date(clock.now().getTime() + EVERY_MS)
    from = to
  }
  return clock.now()
}

async function record({ connection, em, lease, clock }: RefundTurn, refunds: readonly ChannelRefund[]): Promise<void> {
  if (refunds.length === 0) return
  const rows = [...new Map(refunds.map((one) => [one.refundId, one])).values()].map((one) => ({
    refund_id: one.refundId,
    order_id: one.orderId,
    line_id: one.lineId,
    listing: one.listing && listingKey(one.listing),
    units: one.units,
    state: one.state,
    kind: one.kind,
    phase: one.phase,
    modified_at: one.modifiedAt.toISOString(),
  }))
  await fenced(em.fork(), lease, (tx) =>
    sql`
      insert into ${sql.table('channel_refund')} as r
        (channel_id, refund_id, order_id, line_id, listing, units, state, kind, phase, modified_at, recorded_at)
      select ${connection.channel.id}, v.*, ${clock.now()}::timestamptz
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as v (
               refund_id text, order_id text, line_id text, listing text, units integer, state text, kind text, phase text,
               modified_at timestamptz)
       order by v.refund_id
          on conflict (channel_id, refund_id) do update
         set order_id = excluded.order_id, line_id = excluded.line_id, listing = excluded.listing, units = excluded.units,
             state = excluded.state, kind = excluded.kind, phase = excluded.phase, modified_at = excluded.modified_at,
             recorded_at = excluded.recorded_at
       where r.modified_at <= excluded.modified_at`.execute(merchantDb(tx)),
  )
}

/** A case as it is kept. */
export interface RefundCase extends Pick<
  ChannelRefund,
  'refundId' | 'orderId' | 'lineId' | 'units' | 'state' | 'kind' | 'phase'
> {
  readonly channelId: string
  readonly modifiedAtMs: number
}

interface Row {
  readonly channel_id: string
  readonly refund_id: string
  readonly order_id: string
  readonly line_id: string | null
  readonly units: number | null
  readonly state: RefundCase['state']
  readonly kind: RefundCase['kind']
  readonly phase: RefundCase['phase']
  readonly modified_ms: number
}

/** The cases of these orders, oldest first. */
export async function refundsOf(em: Em, orders: readonly OrderId[]): Promise<readonly RefundCase[]> {
  const { rows } = await sql<Row>`
    select channel_id, refund_id, order_id, line_id, units, state, kind, phase, ${msOf('modified_at')} as modified_ms
      from ${sql.table('channel_refund')}
     where (channel_id, order_id) in (
           select * from unnest(${orders.map(({ channelId }) => channelId)}::bigint[], ${orders.map(({ orderId }) => orderId)}::text[]))
     order by modified_at, refund_id`.execute(merchantDb(em.fork()))
  return rows.map((row) => ({
    channelId: row.channel_id,
    refundId: row.refund_id,
    orderId: row.order_id,
    lineId: row.line_id,
    units: row.units,
    state: row.state,
    kind: row.kind,
    phase: row.phase,
    modifiedAtMs: row.modified_ms,
  }))
}
