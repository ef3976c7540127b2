import { sql, type RawBuilder } from 'kysely'
import type { Hold } from '../../domain/hold.ts'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import { ids } from './columns.ts'
import { bigint, instants, integer, rowsOf, text, uuid } from './rows.ts'

/** New holds, without their lines. */
export function insertHolds(holds: readonly Hold[]): RawBuilder<unknown> {
  // Of two batches with the same order numbers, one waits for the other: never each for each.
  const sorted = holds.toSorted((a, b) => compare(a.reference ?? '', b.reference ?? ''))
  return sql`
    insert into ${sql.table('hold')} (id, state, reference, channel_id, actor, expires_at, created_at, committed_at, closed_at)
    ${rowsOf({
      id: uuid(sorted.map(({ id }) => id)),
      state: text(sorted.map(({ state }) => state)),
      reference: text(sorted.map(({ reference }) => reference)),
      channel_id: bigint(sorted.map(({ channelId }) => channelId)),
      actor: text(sorted.map(({ actor }) => actor)),
      expires_at: instants(sorted.map(({ expiresAtMs }) => expiresAtMs)),
      created_at: instants(sorted.map(({ createdAtMs }) => createdAtMs)),
      committed_at: instants(sorted.map(({ committedAtMs }) => committedAtMs)),
      closed_at: instants(sorted.map(({ closedAtMs }) => closedAtMs)),
    })}`
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

/** Stores changed holds and takes their lines away: all of them are written anew. */
export async function updateHolds(em: Em, holds: readonly Hold[]): Promise<void> {
  const rows = rowsOf({
    id: uuid(holds.map(({ id }) => id)),
    state: text(holds.map(({ state }) => state)),
    expires_at: instants(holds.map(({ expiresAtMs }) => expiresAtMs)),
    committed_at: instants(holds.map(({ committedAtMs }) => committedAtMs)),
    closed_at: instants(holds.map(({ closedAtMs }) => closedAtMs)),
  })
  await sql`
    with gone as (delete from ${sql.table('hold_line')} where hold_id = any(${ids(holds.map(({ id }) => id))}::uuid[]))
    update ${sql.table('hold')} h
       set state = v.state, expires_at = v.expires_at, committed_at = v.committed_at, closed_at = v.closed_at
      from (${rows}) as v
     where h.id = v.id`.execute(merchantDb(em))
}

/** All lines of these holds; undefined where none has any. */
export function insertHoldLines(holds: readonly Hold[]): RawBuilder<unknown> | undefined {
  const lines = holds.flatMap((hold) => hold.lines.map((line) => ({ ...line, hold })))
  if (lines.length === 0) return undefined
  return sql`
    insert into ${sql.table('hold_line')}
      (hold_id, line, pool_id, sku_id, location_id, recipe_version_id, sets, units, shipped, released, expires_at)
    ${rowsOf({
      hold_id: uuid(lines.map(({ hold }) => hold.id)),
      line: integer(lines.map(({ line }) => line)),
      pool_id: bigint(lines.map(({ poolId }) => poolId)),
      sku_id: bigint(lines.map(({ skuId }) => skuId)),
      location_id: bigint(lines.map(({ locationId }) => locationId)),
      recipe_version_id: bigint(lines.map(({ recipeVersionId }) => recipeVersionId)),
      sets: integer(lines.map(({ sets }) => sets)),
      units: bigint(lines.map(({ units }) => units)),
      shipped: bigint(lines.map(({ shipped }) => shipped)),
      released: bigint(lines.map(({ released }) => released)),
      expires_at: instants(lines.map(({ hold }) => hold.expiresAtMs)),
    })}`
}
