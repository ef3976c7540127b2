import { sql } from 'kysely'
import { z } from 'zod'
import { merchantDb } from '../../src/db/merchant-db.ts'
import type { Em } from '../../src/db/orm.ts'
import type { JobKind } from '../../src/jobs/durable/job-kind.ts'
import { jobTask } from '../../src/jobs/durable/job-task.ts'

/** Notes that it has begun, waits until its gate is opened, then books that it was done. */
export const gated: JobKind<{ readonly name: string }> = { name: 'test gated', payload: z.object({ name: z.string() }) }

export function gatedTask(by: string) {
  return jobTask(gated, async ({ em, clock, book }, { name }, signal) => {
    await note(em, { name, by, what: 'begun' })
    while (!(await isOpen(em, name))) await clock.sleep(20, signal)
    await book((tx) => note(tx, { name, by, what: 'done' }))
  })
}

export interface Note {
  readonly name: string
  readonly by: string
  readonly what: string
}

export async function makeNotes(em: Em): Promise<void> {
  await sql`create table if not exists ${sql.table('note')} (id bigint generated always as identity, name text, by text, what text)`.execute(
    merchantDb(em),
  )
}

export async function note(em: Em, { name, by, what }: Note): Promise<void> {
  await sql`insert into ${sql.table('note')} (name, by, what) values (${name}, ${by}, ${what})`.execute(merchantDb(em))
}

export async function notesOf(em: Em, name: string): Promise<readonly string[]> {
  const { rows } = await sql<Note>`select by, what from ${sql.table('note')} where name = ${name} order by id`.execute(
    merchantDb(em.fork()),
  )
  return rows.map(({ by, what }) => `${by} ${what}`)
}

export async function openGate(em: Em, name: string): Promise<void> {
  await note(em.fork(), { name: `gate ${name}`, by: 'test', what: 'open' })
}

async function isOpen(em: Em, name: string): Promise<boolean> {
  return (await notesOf(em, `gate ${name}`)).length > 0
}
