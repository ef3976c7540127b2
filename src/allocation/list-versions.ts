import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { toListed, type Listed } from '../stock/read/list-page.ts'
import { msOf } from '../stock/sql/instants.ts'

/** One change of the rules: who brought it, why, and from when to when it was to count. */
export interface RuleVersion {
  readonly version: number
  /** The version it repeats, where it takes a change back. */
  readonly restores: number | null
  readonly actor: string
  readonly reason: string
  readonly fromMs: number
  readonly untilMs: number | null
  readonly recordedMs: number
  /** Rules it brought, and rules that ended with it. */
  readonly added: number
  readonly ended: number
}

/** Newest first; `before` is the number of a version. */
export async function listVersions(
  em: Em,
  { first, before }: { readonly first: number; readonly before: number | null },
): Promise<Listed<RuleVersion>> {
  const { rows } = await sql<RuleVersion>`
    select v.version, v.restores, v.actor, v.reason, ${msOf('v.from_at')} as "fromMs", ${msOf('v.until_at')} as "untilMs",
           ${msOf('v.recorded_at')} as "recordedMs",
           (select count(*) from ${sql.table('allocation_rule')} a where a.version = v.version)::integer as added,
           (select count(*) from ${sql.table('allocation_rule')} e where e.ended_version = v.version)::integer as ended
      from ${sql.table('rule_version')} v
     where ${before}::integer is null or v.version < ${before}::integer
     order by v.version desc limit ${first + 1}`.execute(merchantDb(em))
  return toListed(rows, first)
}
