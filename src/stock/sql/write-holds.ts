import { sql } from 'kysely'
import type { Hold, HoldLine } from '../../domain/hold.ts'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import { instant, instantOrNull } from './instants.ts'

/** Stores new holds, and holds of which every line is written anew. */
export async function writeHolds(
  em: Em,
  { created, changed }: { created: readonly Hold[]; changed: readonly Hold[] },
): Promise<void> {
  if (changed.length > 0) await updateHolds(em, changed)
  if (created.length > 0) await insertHolds(em, created)
  await insertLines(em, [...changed, ...created])
}

async function insertHolds(em: Em, holds: readonly Hold[]): Promise<void> {
  const column = (of: (hold: Hold) => unknown) => holds.map(of)
  await sql`
    insert into ${sql.table('hold')} (id, state, reference, channel_id, actor, expires_at, created_at, committed_at, closed_at)
    select * from unnest(
      ${column(({ id }) => id)}::uuid[], ${column(({ state }) => state)}::text[], ${column(({ reference }) => reference)}::text[],
      ${column(({ channelId }) => channelId)}::bigint[], ${column(({ actor }) => actor)}::text[],
      ${column(({ expiresAtMs }) => instantOrNull(expiresAtMs))}::timestamptz[],
      ${column(({ createdAtMs }) => instant(createdAtMs))}::timestamptz[],
      ${column(({ committedAtMs }) => instantOrNull(committedAtMs))}::timestamptz[],
      ${column(({ closedAtMs }) => instantOrNull(closedAtMs))}::timestamptz[])`.execute(merchantDb(em))
}

async function updateHolds(em: Em, holds: readonly Hold[]): Promise<void> {
  const column = (of: (hold: Hold) => unknown) => holds.map(of)
  await sql`
    with gone as (delete from ${sql.table('hold_line')} where hold_id = any(${column(({ id }) => id)}::uuid[]))
    update ${sql.table('hold')} h
       set state = v.state, expires_at = v.expires_at, committed_at = v.committed_at, closed_at = v.closed_at
      from unnest(
             ${column(({ id }) => id)}::uuid[], ${column(({ state }) => state)}::text[],
             ${column(({ expiresAtMs }) => instantOrNull(expiresAtMs))}::timestamptz[],
             ${column(({ committedAtMs }) => instantOrNull(committedAtMs))}::timestamptz[],
             ${column(({ closedAtMs }) => instantOrNull(closedAtMs))}::timestamptz[])
           as v (id, state, expires_at, committed_at, closed_at)
     where h.id = v.id`.execute(merchantDb(em))
}

async function insertLines(em: Em, holds: readonly Hold[]): Promise<void> {
  const lines = holds.flatMap((hold) => hold.lines.map((line) => ({ hold, line })))
  if (lines.length === 0) return
  const column = (of: (line: HoldLine, hold: Hold) => unknown) => lines.map(({ hold, line }) => of(line, hold))
  await sql`
    insert into ${sql.table('hold_line')}
      (hold_id, line, pool_id, sku_id, location_id, recipe_version_id, sets, units, shipped, released, expires_at)
    select * from unnest(
      ${column((_, { id }) => id)}::uuid[], ${column(({ line }) => line)}::integer[],
      ${column(({ poolId }) => poolId)}::bigint[], ${column(({ skuId }) => skuId)}::bigint[],
      ${column(({ locationId }) => locationId)}::bigint[], ${column(({ recipeVersionId }) => recipeVersionId)}::bigint[],
      ${column(({ sets }) => sets)}::integer[], ${column(({ units }) => units)}::bigint[],
      ${column(({ shipped }) => shipped)}::bigint[], ${column(({ released }) => released)}::bigint[],
      ${column((_, { expiresAtMs }) => instantOrNull(expiresAtMs))}::timestamptz[])`.execute(merchantDb(em))
}
