import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { msOf } from '../stock/sql/instants.ts'
import type { AlarmTarget, TargetKind } from './target.ts'

export interface SealedTarget {
  readonly id: string
  readonly sealed: Buffer
  readonly shown: AlarmTarget
}

interface Row {
  readonly id: string
  readonly name: string
  readonly kind: TargetKind
  readonly sealed: Buffer
  readonly shown: string
  readonly critical_only: boolean
  readonly settled: boolean
  readonly sent_ms: number | null
  readonly failed_ms: number | null
  readonly problem: string | null
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export async function findTarget(em: Em, id: string): Promise<SealedTarget | undefined> {
  if (!UUID.test(id)) return undefined
  return (await read(em, id))[0]
}

/** All of them, by name: a merchant has few. */
export async function listTargets(em: Em): Promise<readonly AlarmTarget[]> {
  return (await read(em, null)).map(({ shown }) => shown)
}

async function read(em: Em, id: string | null): Promise<readonly SealedTarget[]> {
  const { rows } = await sql<Row>`
    select id, name, kind, sealed, shown, critical_only, settled, ${msOf('sent_at')} as sent_ms, ${msOf('failed_at')} as failed_ms, problem
      from ${sql.table('alarm_target')} where ${id}::uuid is null or id = ${id}::uuid order by name, id`.execute(merchantDb(em))
  return rows.map((row) => ({
    id: row.id,
    sealed: row.sealed,
    shown: {
      id: row.id,
      name: row.name,
      kind: row.kind,
      shown: row.shown,
      criticalOnly: row.critical_only,
      settled: row.settled,
      sentAt: dateOf(row.sent_ms),
      failedAt: dateOf(row.failed_ms),
      problem: row.problem,
    },
  }))
}

function dateOf(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms)
}
