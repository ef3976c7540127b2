import { sql, type RawBuilder } from 'kysely'
import type { Hold, HoldLine } from '../../domain/hold.ts'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import { ids, numbers, texts } from './columns.ts'

/** New holds, without their lines. */
export function insertHolds(holds: readonly Hold[]): RawBuilder<unknown> {
  // Of two batches with the same order numbers, one waits for the other: never each for each.
  const sorted = holds.toSorted((a, b) => compare(a.reference ?? '', b.reference ?? ''))
  const instants = (of: (hold: Hold) => number | null) => numbers(sorted.map(of))
  return sql`
    insert into ${sql.table('hold')} (id, state, reference, channel_id, actor, expires_at, created_at, committed_at, closed_at)
    select v.id, v.state, v.reference, v.channel_id, v.actor, to_timestamp(v.expires_at_ms / 1000),
           to_timestamp(v.created_at_ms / 1000), to_timestamp(v.committed_at_ms / 1000), to_timestamp(v.closed_at_ms / 1000)
      from unnest(
             ${ids(sorted.map(({ id }) => id))}::uuid[], ${texts(sorted.map(({ state }) => state))}::text[],
             ${texts(sorted.map(({ reference }) => reference))}::text[], ${ids(sorted.map(({ channelId }) => channelId))}::bigint[],
             ${texts(sorted.map(({ actor }) => actor))}::text[], ${instants(({ expiresAtMs }) => expiresAtMs)}::float8[],
             ${instants(({ createdAtMs }) => createdAtMs)}::float8[], ${instants(({ committedAtMs }) => committedAtMs)}::float8[],
             ${instants(({ closedAtMs }) => closedAtMs)}::float8[])
           as v (id, state, reference, channel_id, actor, expires_at_ms, created_at_ms, committed_at_ms, closed_at_ms)`
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

/** Stores changed holds and takes their lines away: all of them are written anew. */
export async function updateHolds(em: Em, holds: readonly Hold[]): Promise<void> {
  const holdIds = ids(holds.map(({ id }) => id))
  const instants = (of: (hold: Hold) => number | null) => numbers(holds.map(of))
  await sql`
    with gone as (delete from ${sql.table('hold_line')} where hold_id = any(${holdIds}::uuid[]))
    update ${sql.table('hold')} h
       set state = v.state, expires_at = to_timestamp(v.expires_at_ms / 1000),
           committed_at = to_timestamp(v.committed_at_ms / 1000), closed_at = to_timestamp(v.closed_at_ms / 1000)
      from unnest(
             ${holdIds}::uuid[], ${texts(holds.map(({ state }) => state))}::text[],
             ${instants(({ expiresAtMs }) => expiresAtMs)}::float8[], ${instants(({ committedAtMs }) => committedAtMs)}::float8[],
             ${instants(({ closedAtMs }) => closedAtMs)}::float8[])
           as v (id, state, expires_at_ms, committed_at_ms, closed_at_ms)
     where h.id = v.id`.execute(merchantDb(em))
}

/** All lines of these holds; undefined where none has any. */
export function insertHoldLines(holds: readonly Hold[]): RawBuilder<unknown> | undefined {
  const lines = holds.flatMap((hold) => hold.lines.map((line) => ({ hold, line })))
  if (lines.length === 0) return undefined
  const column = (of: (line: HoldLine) => number | string | null) => numbers(lines.map(({ line }) => of(line)))
  return sql`
    insert into ${sql.table('hold_line')}
      (hold_id, line, pool_id, sku_id, location_id, recipe_version_id, sets, units, shipped, released, expires_at)
    select v.hold_id, v.line, v.pool_id, v.sku_id, v.location_id, v.recipe_version_id, v.sets, v.units, v.shipped, v.released,
           to_timestamp(v.expires_at_ms / 1000)
      from unnest(
             ${ids(lines.map(({ hold }) => hold.id))}::uuid[], ${column(({ line }) => line)}::integer[],
             ${column(({ poolId }) => poolId)}::bigint[], ${column(({ skuId }) => skuId)}::bigint[],
             ${column(({ locationId }) => locationId)}::bigint[], ${column(({ recipeVersionId }) => recipeVersionId)}::bigint[],
             ${column(({ sets }) => sets)}::integer[], ${column(({ units }) => units)}::bigint[],
             ${column(({ shipped }) => shipped)}::bigint[], ${column(({ released }) => released)}::bigint[],
             ${numbers(lines.map(({ hold }) => hold.expiresAtMs))}::float8[])
           as v (hold_id, line, pool_id, sku_id, location_id, recipe_version_id, sets, units, shipped, released, expires_at_ms)`
}
