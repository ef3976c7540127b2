import { sql } from 'kysely'
import { sharedDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { Mark, Standing } from '../domain/database-standing.ts'

interface Row {
  readonly system_identifier: string
  readonly database_oid: string
  readonly timeline: number
  readonly wal_bytes: string
  readonly synchronous: boolean
}

interface MarkRow extends Row {
  readonly id: string
  readonly beat: string
  readonly intact: boolean
}

export interface ServerStanding extends Standing {
  readonly synchronous: boolean
}

export interface DatabaseStanding {
  readonly server: ServerStanding
  readonly mark: Mark | undefined
}

/**
 * Where the server stands and what the last mark says, in one statement. The timeline is that of the file being written:
 * the control file learns of a promotion later.
 */
export async function readStanding(em: Em): Promise<DatabaseStanding> {
  const { rows } = await sql<Row & { readonly mark: MarkRow | string | null }>`
    select s.system_identifier::text, d.oid::text as database_oid,
           ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::integer as timeline,
           pg_wal_lsn_diff(pg_current_wal_flush_lsn(), '0/0')::text as wal_bytes,
           current_setting('synchronous_standby_names') <> ''
             and current_setting('synchronous_commit') in ('on', 'remote_apply') as synchronous,
           (select to_jsonb(g) from (
              select id, beat::text, system_identifier, database_oid, timeline, wal_bytes::text, synchronous,
                     xmin::text::bigint = written_by::bigint % 4294967296 as intact
                from ${sql.table('database_generation')} order by position desc limit 1) g) as mark
      from pg_control_system() s cross join pg_database d where d.datname = current_database()`.execute(sharedDb(em))
  const [row] = rows
  if (!row) throw new Error('the server does not say what it is')
  const mark: MarkRow | null = typeof row.mark === 'string' ? JSON.parse(row.mark) : row.mark
  return {
    server: { ...toStanding(row), synchronous: row.synchronous },
    mark: mark
      ? {
          ...toStanding(mark),
          generation: mark.id,
          beat: BigInt(mark.beat),
          intact: mark.intact,
          synchronous: mark.synchronous,
        }
      : undefined,
  }
}

export async function readGenerations(em: Em): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from ${sql.table('database_generation')} order by position`.execute(sharedDb(em))
  return rows.map(({ id }) => id)
}

/** One process at a time compares and marks; the lock ends with the transaction. */
export async function lockStanding(tx: Em): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('onepool database generation', 0))`.execute(sharedDb(tx))
}

interface Written {
  readonly generation: string
  readonly beat: bigint
  readonly server: ServerStanding
  readonly now: Date
}

/** Call it in a transaction without savepoints: the row names the transaction that wrote it. */
export async function writeMark(tx: Em, { generation, beat, server, now }: Written): Promise<void> {
  await sql`
    update ${sql.table('database_generation')}
       set beat = ${String(beat)}::bigint, system_identifier = ${server.systemIdentifier}, database_oid = ${server.databaseOid},
           timeline = ${server.timeline}, wal_bytes = ${String(server.walBytes)}::numeric, synchronous = ${server.synchronous},
           written_by = pg_current_xact_id()::text, marked_at = ${now}::timestamptz
     where id = ${generation}`.execute(sharedDb(tx))
}

export async function beginGeneration(
  tx: Em,
  { generation, beat, server, now, findings }: Written & { readonly findings: readonly object[] },
): Promise<void> {
  await sql`
    insert into ${sql.table('database_generation')}
      (id, began_at, findings, beat, system_identifier, database_oid, timeline, wal_bytes, synchronous, written_by, marked_at)
    values (${generation}, ${now}::timestamptz, ${JSON.stringify(findings)}::jsonb, ${String(beat)}::bigint,
            ${server.systemIdentifier}, ${server.databaseOid}, ${server.timeline}, ${String(server.walBytes)}::numeric,
            ${server.synchronous}, pg_current_xact_id()::text, ${now}::timestamptz)`.execute(sharedDb(tx))
}

function toStanding(row: Row): Standing {
  return {
    systemIdentifier: row.system_identifier,
    databaseOid: row.database_oid,
    timeline: row.timeline,
    walBytes: BigInt(row.wal_bytes),
  }
}
