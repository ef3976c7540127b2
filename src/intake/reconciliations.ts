import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { writeAlarms } from '../stock/sql/documents.ts'
import { instant, msOf } from '../stock/sql/instants.ts'

const DAY_MS = 86_400_000
/** Four in the morning in China. */
const QUIET_MS = 20 * 3_600_000
const SHOWN_MAX = 30

export interface Found {
  readonly orderId: string
  /** `missed`: it was not there. `behind`: it had come further at the shop. */
  readonly what: 'missed' | 'behind'
}

export interface Reconciliation {
  readonly beganAtMs: number
  readonly endedAtMs: number
  readonly compared: number
  readonly missed: number
  readonly behind: number
  readonly findings: readonly Found[]
}

/** Whether the channel was gone through since the last quiet hour. */
export async function isReconciled(
  em: Em,
  { channelId, now }: { readonly channelId: string; readonly now: Date },
): Promise<boolean> {
  const sinceMs = Math.floor((now.getTime() - QUIET_MS) / DAY_MS) * DAY_MS + QUIET_MS
  const { rows } = await sql`
    select 1 from ${sql.table('channel_reconciliation')}
     where channel_id = ${channelId} and began_at >= ${instant(sinceMs)}::timestamptz limit 1`.execute(merchantDb(em))
  return rows.length > 0
}

export interface NewReconciliation extends Omit<Reconciliation, 'beganAtMs' | 'endedAtMs'> {
  readonly channel: { readonly id: string; readonly code: string }
  readonly began: Date
  readonly ended: Date
}

export async function writeReconciliation(tx: Em, report: NewReconciliation): Promise<void> {
  const { channel, began, ended, compared, missed, behind, findings } = report
  await sql`
    insert into ${sql.table('channel_reconciliation')} (channel_id, began_at, ended_at, compared, missed, behind, findings)
    values (${channel.id}, ${began}::timestamptz, ${ended}::timestamptz, ${compared}, ${missed}, ${behind},
            ${JSON.stringify(findings)}::jsonb)`.execute(merchantDb(tx))
  if (missed + behind === 0) return
  const alarm = {
    kind: 'orders_missed',
    severity: 'critical',
    subject: `channel:${channel.code}`,
    message: `polling ${channel.code} has missed ${missed} orders, and ${behind} had come further; they are booked now: see its reconciliations`,
    facts: { channel: channel.code, missed, behind },
  } as const
  await writeAlarms(tx, [alarm], ended.getTime())
}

/** The newest first, by channel. */
export async function readReconciliations(
  em: Em,
  channelIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Reconciliation[]>> {
  const { rows } = await sql<{
    channel_id: string
    began_ms: number
    ended_ms: number
    compared: number
    missed: number
    behind: number
    findings: readonly Found[] | string
  }>`
    select r.channel_id, ${msOf('r.began_at')} as began_ms, ${msOf('r.ended_at')} as ended_ms, r.compared, r.missed, r.behind, r.findings
      from unnest(${channelIds}::bigint[]) as wanted (id)
     cross join lateral (select * from ${sql.table('channel_reconciliation')} x where x.channel_id = wanted.id
                          order by x.id desc limit ${SHOWN_MAX}) r
     order by r.channel_id, r.id desc`.execute(merchantDb(em))
  const byChannel = Map.groupBy(rows, ({ channel_id: id }) => id)
  return new Map(
    [...byChannel].map(([id, reports]) => [
      id,
      reports.map((row) => ({
        beganAtMs: row.began_ms,
        endedAtMs: row.ended_ms,
        compared: row.compared,
        missed: row.missed,
        behind: row.behind,
        findings: typeof row.findings === 'string' ? JSON.parse(row.findings) : row.findings,
      })),
    ]),
  )
}
