import { sql } from 'kysely'
import type { ShipAnswer } from '../channels/shipping.ts'
import type { OrderShipment, ShipTry } from '../domain/order-shipment.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { checkFence, type Lease } from '../jobs/channel-task.ts'
import { LeaseLost } from '../jobs/with-lease.ts'
import type { Alarm } from '../stock/engine/journal.ts'
import { writeAlarms } from '../stock/sql/documents.ts'
import { instant, instantOrNull, msOf } from '../stock/sql/instants.ts'
import { settleAlarmsOf, shipmentSubject } from '../stock/sql/shipments.ts'

/** Every try of a shipment, in the order they were made. */
export async function readTries(em: Em, shipmentId: string): Promise<readonly ShipTry[]> {
  const { rows } = await sql<{ revision: number; signed_ms: number; answer: ShipTry['answer'] }>`
    select revision, ${msOf('signed_at')} as signed_ms, answer from ${sql.table('shipment_try')}
     where shipment_id = ${shipmentId}::uuid order by number`.execute(merchantDb(em))
  return rows.map(({ revision, signed_ms: signedAtMs, answer }) => ({ revision, signedAtMs, answer }))
}

interface Beginning {
  readonly lease: Lease
  readonly signedAt: Date
  readonly now: Date
}

/**
 * Writes a try down before its call is made. Null when the shipment was changed meanwhile: then nothing is to be sent.
 * @throws LeaseLost, with nothing written.
 */
export async function beginTry(em: Em, shipment: OrderShipment, { lease, signedAt, now }: Beginning): Promise<number | null> {
  return em.fork().transactional(async (tx) => {
    if (!(await lockAsIs(tx, shipment, lease))) return null
    const { rows } = await sql<{ number: number }>`
      insert into ${sql.table('shipment_try')} (shipment_id, number, revision, signed_at, fence, sent_at)
      select ${shipment.id}::uuid, coalesce(max(number), 0) + 1, ${shipment.revision}, ${signedAt}::timestamptz, ${lease.fence},
             ${now}::timestamptz
        from ${sql.table('shipment_try')} where shipment_id = ${shipment.id}::uuid
      returning number`.execute(merchantDb(tx))
    return rows[0]?.number ?? null
  })
}

/** What is known of a shipment from now on. */
export type Change = Pick<OrderShipment, 'state' | 'outcome' | 'problem' | 'message' | 'failures' | 'dueAtMs'> & {
  readonly alarm?: Pick<Alarm, 'kind' | 'severity' | 'message' | 'facts'>
}

interface Ending {
  readonly lease: Lease
  readonly nowMs: number
  /** The answer to this try, where there was one. */
  readonly answered?: { readonly number: number; readonly answer: ShipAnswer }
  readonly change: Change
}

/** Books an answer, and what follows from it for the shipment. @throws LeaseLost, with nothing booked: the try stays in doubt. */
export async function bookAnswer(em: Em, shipment: OrderShipment, { lease, nowMs, answered, change }: Ending): Promise<void> {
  await em.fork().transactional(async (tx) => {
    const isAsItWas = await lockAsIs(tx, shipment, lease)
    if (answered) {
      const { answer } = answered
      await sql`
        update ${sql.table('shipment_try')}
           set answered_at = ${instant(nowMs)}::timestamptz, answer = ${answer.kind},
               code = ${'code' in answer ? answer.code : null}::text, message = ${'message' in answer ? answer.message : null}::text
         where shipment_id = ${shipment.id}::uuid and number = ${answered.number}`.execute(merchantDb(tx))
    }
    if (!isAsItWas) return
    const settledAtMs = change.state === 'told' ? nowMs : null
    await sql`
      update ${sql.table('shipment')}
         set state = ${change.state}, outcome = ${change.outcome}::text, problem = ${change.problem}::text,
             message = ${change.message}::text, failures = ${change.failures}, due_at = ${instantOrNull(change.dueAtMs)}::timestamptz,
             settled_at = ${instantOrNull(settledAtMs)}::timestamptz
       where id = ${shipment.id}::uuid`.execute(merchantDb(tx))
    const subject = shipmentSubject(shipment)
    if (change.state !== 'waiting') await settleAlarmsOf(tx, [subject], nowMs)
    if (change.alarm) await writeAlarms(tx, [{ ...change.alarm, subject }], nowMs)
  })
}

/** Takes the shipment for this transaction; false when a person has changed it meanwhile. @throws LeaseLost */
async function lockAsIs(tx: Em, { id, revision, state }: OrderShipment, lease: Lease): Promise<boolean> {
  const { rows } = await sql<{ revision: number; state: string }>`
    select revision, state from ${sql.table('shipment')} where id = ${id}::uuid for update`.execute(merchantDb(tx))
  if (!(await checkFence(tx, lease))) throw new LeaseLost(`the lease of ${lease.task} has gone: nothing is booked`)
  return rows[0]?.revision === revision && rows[0].state === state
}
