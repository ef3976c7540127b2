import { sql } from 'kysely'
import { z } from 'zod'
import type { Clock } from '../clock.ts'
import { merchantDb, sharedDb } from '../db/merchant-db.ts'
import type { Em, Orm } from '../db/orm.ts'
import { addJob, type JobKind } from '../jobs/durable/job-kind.ts'
import { listMerchants } from '../merchants/list-merchants.ts'

/** So many merchants are looked at in one statement. */
const MERCHANTS_MAX = 100
/** So many alarms of one merchant are handed on in one transaction. */
const ALARMS_MAX = 500

/** Tells one target what waits for it. */
export const deliverAlarms: JobKind<{ readonly targetId: string }> = {
  name: 'deliver alarms',
  payload: z.object({ targetId: z.uuid() }),
}

/**
 * Hands every alarm nobody has been told of to the targets of its merchant: raised ones, and settled ones to those that
 * want them. An alarm is marked in the transaction that hands it on, so that it is handed on once, whoever raised it.
 */
export async function announceAlarms(
  { orm, clock }: { readonly orm: Orm; readonly clock: Clock },
  signal: AbortSignal,
): Promise<void> {
  const schemas = (await listMerchants(orm.em.fork())).map(({ schema }) => schema)
  for (const schema of await withUntold(orm.em.fork(), schemas)) {
    signal.throwIfAborted()
    await orm.em.fork({ schema }).transactional((tx) => handOn(tx, clock.now()))
  }
}

async function withUntold(em: Em, schemas: readonly string[]): Promise<readonly string[]> {
  const found: string[] = []
  for (let from = 0; from < schemas.length; from += MERCHANTS_MAX) {
    const looks = schemas.slice(from, from + MERCHANTS_MAX).map(
      (schema) => sql`
        select ${schema}::text as schema
         where exists (select from ${sql.table(`${schema}.alarm`)} where told_at is null)
            or exists (select from ${sql.table(`${schema}.alarm`)} where settled_at is not null and settled_told_at is null)`,
    )
    const { rows } = await sql<{ schema: string }>`${sql.join(looks, sql` union all `)}`.execute(sharedDb(em))
    found.push(...rows.map(({ schema }) => schema))
  }
  return found
}

async function handOn(tx: Em, now: Date): Promise<void> {
  const alarm = sql.table('alarm')
  const raised = await sql<{ target_id: string }>`
    with fresh as (
      update ${alarm} set told_at = ${now}::timestamptz where id in (
        select id from ${alarm} where told_at is null order by id limit ${ALARMS_MAX} for update skip locked)
      returning id, kind, severity)
    insert into ${sql.table('alarm_notice')} (target_id, alarm_id, event, kind)
    select t.id, f.id, 'raised', f.kind from fresh f join ${sql.table('alarm_target')} t on f.severity = 'critical' or not t.critical_only
        on conflict do nothing returning target_id`.execute(merchantDb(tx))
  const settled = await sql<{ target_id: string }>`
    with fresh as (
      update ${alarm} set settled_told_at = ${now}::timestamptz where id in (
        select id from ${alarm} where settled_at is not null and settled_told_at is null
         order by id limit ${ALARMS_MAX} for update skip locked)
      returning id, kind, severity)
    insert into ${sql.table('alarm_notice')} (target_id, alarm_id, event, kind)
    select t.id, f.id, 'settled', f.kind from fresh f
      join ${sql.table('alarm_target')} t on t.settled and (f.severity = 'critical' or not t.critical_only)
        on conflict do nothing returning target_id`.execute(merchantDb(tx))
  for (const targetId of new Set([...raised.rows, ...settled.rows].map(({ target_id: id }) => id)))
    await askDelivery(tx, targetId)
}

/** One target is told by one job at a time, so that its minute is counted once. */
export async function askDelivery(tx: Em, targetId: string, runAt?: Date): Promise<void> {
  const when = runAt ? { runAt } : {}
  await addJob(tx, { kind: deliverAlarms, payload: { targetId }, key: targetId, queue: `alarms ${targetId}`, ...when })
}
