import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em, Orm } from '../db/orm.ts'
import { listMerchants } from '../merchants/list-merchants.ts'
import type { Alarm } from '../stock/engine/journal.ts'
import { writeAlarms } from '../stock/sql/documents.ts'
import { authorisationHealth, type PermissionHealth } from './authorisation-health.ts'
import { readAuthorisations } from './authorisation.ts'

interface Channel {
  readonly id: string
  readonly code: string
  readonly archived: boolean
}

interface Raised {
  readonly id: string
  readonly kind: string
  readonly channel: string
  readonly permission: string | null
  readonly expires_at: string | null
  readonly notice_days: string | null
  readonly open: boolean
}

/** Alarms of authorisations that end soon, for all merchants. */
export async function alarmAuthorisations(
  { orm, clock }: { readonly orm: Orm; readonly clock: Clock },
  signal: AbortSignal,
): Promise<void> {
  for (const { schema } of await listMerchants(orm.em.fork())) {
    signal.throwIfAborted()
    await orm.em.fork({ schema }).transactional((tx) => followAuthorisations(tx, clock.now()))
  }
}

/**
 * Raises an alarm 30, 7 and 1 days before a permission ends that nobody renews, each once; settles those of a notice that
 * a later one has replaced, and all that a new authorisation has made void. May be done at any time and any number of times.
 */
export async function followAuthorisations(tx: Em, now: Date, channelId?: string): Promise<void> {
  // Two that do this at once would both raise the same.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`onepool authorisations ${tx.schema}`}, 0))`.execute(merchantDb(tx))
  const { rows: channels } = await sql<Channel>`
    select id, code, state = 'archived' as archived from ${sql.table('channel')}
     where shop_id is not null and (${channelId ?? null}::bigint is null or id = ${channelId ?? null}::bigint)
     order by id`.execute(merchantDb(tx))
  if (channels.length === 0) return
  const known = await readAuthorisations(
    tx,
    channels.map(({ id }) => id),
  )
  const { rows: raised } = await sql<Raised>`
    select id, kind, facts ->> 'channel' as channel, facts ->> 'permission' as permission, facts ->> 'expiresAt' as expires_at,
           facts ->> 'noticeDays' as notice_days, settled_at is null as open
      from ${sql.table('alarm')}
     where kind in ('authorisation_ending', 'authorisation_ended') and subject = any(${channels.map(({ code }) => `channel:${code}`)}::text[])
     order by id`.execute(merchantDb(tx))
  const alarms: Alarm[] = []
  const settled: string[] = []
  for (const channel of channels) {
    const health = authorisationHealth(channel.archived ? undefined : known.get(channel.id), now)
    const mine = raised.filter((one) => one.channel === channel.code)
    const notices = health.permissions.filter(({ noticeDays }) => noticeDays !== null)
    alarms.push(...notices.filter((one) => !mine.some((alarm) => isOf(alarm, one))).map((one) => toAlarm(channel, one)))
    const stands = (alarm: Raised) =>
      alarm.kind === 'authorisation_ended' ? health.state === 'ended' : notices.some((one) => isOf(alarm, one))
    settled.push(...mine.filter((alarm) => alarm.open && !stands(alarm)).map(({ id }) => id))
  }
  if (alarms.length > 0) await writeAlarms(tx, alarms, now.getTime())
  if (settled.length === 0) return
  await sql`
    update ${sql.table('alarm')} set settled_at = ${now}::timestamptz where id = any(${settled}::bigint[])`.execute(
    merchantDb(tx),
  )
}

function isOf(alarm: Raised, { name, expiresAt, noticeDays }: PermissionHealth): boolean {
  return alarm.permission === name && alarm.expires_at === expiresAt.toISOString() && alarm.notice_days === String(noticeDays)
}

function toAlarm({ code }: Channel, { name, expiresAt, noticeDays }: PermissionHealth): Alarm {
  const days = noticeDays ?? 0
  return {
    kind: 'authorisation_ending',
    severity: days <= 1 ? 'critical' : 'warning',
    subject: `channel:${code}`,
    message: `the authorisation of channel ${code} (${name}) ends within ${days} days: authorise its shop again`,
    facts: { channel: code, permission: name, expiresAt: expiresAt.toISOString(), noticeDays: days },
  }
}
