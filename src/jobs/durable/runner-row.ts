import { sql } from 'kysely'
import { sharedDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'

/** This process has been taken for dead, and its jobs given to others: nothing it has done for them may be booked any more. */
export class RunnerLost extends Error {
  override readonly name = 'RunnerLost'
}

interface Alive {
  readonly id: string
  readonly now: Date
  readonly leaseMs: number
}

export async function enterRunner(em: Em, { id, now, leaseMs }: Alive): Promise<void> {
  await sql`
    insert into ${sql.table('job_runner')} (id, alive_until) values (${id}, ${after(now, leaseMs)}::timestamptz)`.execute(
    sharedDb(em),
  )
}

/** False when this runner was taken for dead. */
export async function renewRunner(em: Em, { id, now, leaseMs }: Alive): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update ${sql.table('job_runner')} set alive_until = ${after(now, leaseMs)}::timestamptz where id = ${id}`.execute(
    sharedDb(em),
  )
  return (numAffectedRows ?? 0n) > 0n
}

export async function leaveRunner(em: Em, id: string): Promise<void> {
  await sql`delete from ${sql.table('job_runner')} where id = ${id}`.execute(sharedDb(em))
}

/**
 * Throws once this runner was taken for dead. Until the end of `tx` it cannot be, so what is booked there is booked by the
 * one process that has the job.
 */
export async function checkRunner(tx: Em, id: string): Promise<void> {
  const { rows } = await sql`select 1 from ${sql.table('job_runner')} where id = ${id} for share`.execute(sharedDb(tx))
  if (rows.length === 0) throw new RunnerLost('this process has been taken for dead, and its jobs given to others')
}

/** Gives the jobs of processes that have died, or were frozen for longer than their lease, back to be run again. */
export async function releaseDead(em: Em, { now, leaseMs }: Omit<Alive, 'id'>): Promise<void> {
  await em.transactional(async (tx) => {
    // One that is just booking something is passed over: it is not dead, or will be found so at the next look.
    await sql`
      delete from ${sql.table('job_runner')} where id in (
        select id from ${sql.table('job_runner')} where alive_until <= ${now}::timestamptz for update skip locked)`.execute(
      sharedDb(tx),
    )
    // Also the jobs of one that died before it could enter itself.
    await sql`
      select graphile_worker.force_unlock_workers(array_agg(distinct j.locked_by))
        from graphile_worker.jobs j
       where j.locked_by is not null and j.locked_at <= ${after(now, -leaseMs)}::timestamptz
         and not exists (select from ${sql.table('job_runner')} r where r.id = j.locked_by)
      having count(*) > 0`.execute(sharedDb(tx))
  })
}

function after(now: Date, ms: number): Date {
  return new Date(now.getTime() + ms)
}
