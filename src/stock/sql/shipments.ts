import { sql } from 'kysely'
import type { OrderShipment } from '../../domain/order-shipment.ts'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import { ids, texts } from './columns.ts'
import { instant, instantOrNull, msOf } from './instants.ts'
import type { OrderId } from './orders.ts'

export interface ShipmentRow {
  readonly id: string
  readonly channel_id: string
  readonly order_id: string
  readonly revision: number
  readonly state: OrderShipment['state']
  readonly parcels: OrderShipment['parcels'] | string
  readonly lines: OrderShipment['lines'] | string
  readonly outcome: OrderShipment['outcome']
  readonly problem: OrderShipment['problem']
  readonly message: string | null
  readonly failures: number
  readonly due_ms: number | null
  readonly shipped_ms: number
  readonly created_ms: number
  readonly settled_ms: number | null
  readonly actor: string
}

type Doubts = ReadonlySet<string>

export const shipmentColumns = sql`
  s.id, s.channel_id, s.order_id, s.revision, s.state, s.parcels, s.lines, s.outcome, s.problem, s.message, s.failures,
  ${msOf('s.due_at')} as due_ms, ${msOf('s.shipped_at')} as shipped_ms, ${msOf('s.created_at')} as created_ms,
  ${msOf('s.settled_at')} as settled_ms, s.actor`

/** All shipments of these orders, oldest first; `lock` takes the rows for the transaction. */
export async function readShipments(
  em: Em,
  orders: readonly OrderId[],
  { lock }: { readonly lock: boolean },
): Promise<readonly OrderShipment[]> {
  if (orders.length === 0) return []
  const { rows } = await sql<ShipmentRow>`
    select ${shipmentColumns}
      from ${sql.table('shipment')} s
      join unnest(${ids(orders.map(({ channelId }) => channelId))}::bigint[], ${texts(orders.map(({ orderId }) => orderId))}::text[])
        as wanted (channel_id, order_id) on s.channel_id = wanted.channel_id and s.order_id = wanted.order_id
     order by s.created_at, s.id ${lock ? sql`for update of s` : sql``}`.execute(merchantDb(em))
  const doubts = await readDoubts(
    em,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => toShipment(row, doubts))
}

/** Asked for after the shipments are locked: whoever writes a try locks its shipment first. */
export async function readDoubts(em: Em, shipmentIds: readonly string[]): Promise<Doubts> {
  if (shipmentIds.length === 0) return new Set()
  const { rows } = await sql<{ id: string }>`
    select distinct t.shipment_id as id from ${sql.table('shipment_try')} t
     where t.shipment_id = any(${ids(shipmentIds)}::uuid[])
       and (t.answer is null or t.answer in ('unknown', 'already shipped'))`.execute(merchantDb(em))
  return new Set(rows.map(({ id }) => id))
}

export function toShipment(row: ShipmentRow, doubts: Doubts): OrderShipment {
  return {
    id: row.id,
    channelId: row.channel_id,
    orderId: row.order_id,
    revision: row.revision,
    state: row.state,
    parcels: typeof row.parcels === 'string' ? JSON.parse(row.parcels) : row.parcels,
    lines: typeof row.lines === 'string' ? JSON.parse(row.lines) : row.lines,
    outcome: row.outcome,
    problem: row.problem,
    message: row.message,
    failures: row.failures,
    dueAtMs: row.due_ms,
    shippedAtMs: row.shipped_ms,
    createdAtMs: row.created_ms,
    settledAtMs: row.settled_ms,
    actor: row.actor,
    inDoubt: (row.state === 'waiting' || row.problem === 'in doubt') && doubts.has(row.id),
  }
}

/** Stores new shipments and changed ones, ends the alarms of those no person is needed for, and has the shops told. */
export async function writeShipments(em: Em, shipments: readonly OrderShipment[], nowMs: number): Promise<void> {
  const rows = shipments.map((one) => ({
    ...one,
    parcels: JSON.stringify(one.parcels),
    lines: JSON.stringify(one.lines),
    due_at: instantOrNull(one.dueAtMs),
    shipped_at: instant(one.shippedAtMs),
    created_at: instant(one.createdAtMs),
    settled_at: instantOrNull(one.settledAtMs),
  }))
  await sql`
    insert into ${sql.table('shipment')}
      (id, channel_id, order_id, revision, state, parcels, lines, outcome, problem, message, failures, due_at, shipped_at, created_at,
       settled_at, actor)
    select v.id, v."channelId", v."orderId", v.revision, v.state, v.parcels::jsonb, v.lines::jsonb, v.outcome, v.problem, v.message,
           v.failures, v.due_at, v.shipped_at, v.created_at, v.settled_at, v.actor
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as v (
             id uuid, "channelId" bigint, "orderId" text, revision integer, state text, parcels text, lines text, outcome text,
             problem text, message text, failures integer, due_at timestamptz, shipped_at timestamptz, created_at timestamptz,
             settled_at timestamptz, actor text)
        on conflict (id) do update
       set revision = excluded.revision, state = excluded.state, parcels = excluded.parcels, lines = excluded.lines,
           outcome = excluded.outcome, problem = excluded.problem, message = excluded.message, failures = excluded.failures,
           due_at = excluded.due_at, settled_at = excluded.settled_at`.execute(merchantDb(em))
  await settleAlarmsOf(em, shipments.filter(({ state }) => state !== 'problem').map(shipmentSubject), nowMs)
  const waiting = [...new Set(shipments.filter(({ state }) => state === 'waiting').map(({ channelId }) => channelId))]
  if (waiting.length === 0) return
  await sql`
    insert into ${sql.table('channel_task')} as t (channel_id, task, due_at)
    select id, 'ship', ${instant(nowMs)}::timestamptz from unnest(${ids(waiting.toSorted())}::bigint[]) as id
        on conflict (channel_id, task) do update set due_at = least(t.due_at, excluded.due_at)`.execute(merchantDb(em))
}

/** What alarms about a shipment are about. */
export function shipmentSubject({ id }: Pick<OrderShipment, 'id'>): string {
  return `shipment:${id}`
}

/** Marks open alarms about these subjects as over. */
export async function settleAlarmsOf(em: Em, subjects: readonly string[], nowMs: number): Promise<void> {
  if (subjects.length === 0) return
  await sql`
    update ${sql.table('alarm')} set settled_at = ${instant(nowMs)}::timestamptz
     where subject = any(${subjects}::text[]) and settled_at is null`.execute(merchantDb(em))
}
