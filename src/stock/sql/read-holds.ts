import { sql } from 'kysely'
import type { Hold, HoldLine, HoldState } from '../../domain/hold.ts'
import { parseHoldId, toLocationId, toPoolId, toSkuId, type HoldId } from '../../domain/ids.ts'
import { assert } from '../../domain/assert.ts'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import { msOf } from './instants.ts'

interface HoldRow {
  readonly id: string
  readonly state: HoldState
  readonly reference: string | null
  readonly channel_id: string | null
  readonly actor: string
  readonly expires_at_ms: number | null
  readonly created_at_ms: number
  readonly committed_at_ms: number | null
  readonly closed_at_ms: number | null
}

interface LineRow {
  readonly hold_id: string
  readonly line: number
  readonly pool_id: string
  readonly sku_id: string
  readonly location_id: string | null
  readonly recipe_version_id: string | null
  readonly sets: number | null
  readonly units: string
  readonly shipped: string
  readonly released: string
}

/** Holds with their lines, by id or by order number; `lock` takes the rows for the transaction, in order of id. */
export async function readHolds(
  em: Em,
  { ids, references, lock }: { readonly ids: readonly HoldId[]; readonly references: readonly string[]; readonly lock: boolean },
): Promise<readonly Hold[]> {
  const { rows } = await sql<HoldRow>`
    select id, state, reference, channel_id, actor, ${msOf('expires_at')} as expires_at_ms, ${msOf('created_at')} as created_at_ms,
           ${msOf('committed_at')} as committed_at_ms, ${msOf('closed_at')} as closed_at_ms
      from ${sql.table('hold')}
     where id = any(${ids}::uuid[]) or reference = any(${references}::text[])
     order by id ${lock ? sql`for update` : sql``}`.execute(merchantDb(em))
  const lines =
    rows.length === 0
      ? []
      : await readLines(
          em,
          rows.map(({ id }) => id),
        )
  const byHold = Map.groupBy(lines, ({ hold_id: id }) => id)
  return rows.map((row) => toHold(row, byHold.get(row.id) ?? []))
}

async function readLines(em: Em, holdIds: readonly string[]): Promise<readonly LineRow[]> {
  const { rows } = await sql<LineRow>`
    select hold_id, line, pool_id, sku_id, location_id, recipe_version_id, sets, units, shipped, released
      from ${sql.table('hold_line')}
     where hold_id = any(${holdIds}::uuid[])
     order by hold_id, line, sku_id, pool_id`.execute(merchantDb(em))
  return rows
}

function toHold(row: HoldRow, lines: readonly LineRow[]): Hold {
  const id = parseHoldId(row.id)
  assert(id !== undefined, 'the id of a hold is a UUID')
  return {
    id,
    state: row.state,
    reference: row.reference,
    channelId: row.channel_id,
    actor: row.actor,
    expiresAtMs: row.expires_at_ms,
    createdAtMs: row.created_at_ms,
    committedAtMs: row.committed_at_ms,
    closedAtMs: row.closed_at_ms,
    lines: lines.map(toLine),
  }
}

function toLine(row: LineRow): HoldLine {
  return {
    line: row.line,
    poolId: toPoolId(row.pool_id),
    skuId: toSkuId(row.sku_id),
    locationId: row.location_id === null ? null : toLocationId(row.location_id),
    recipeVersionId: row.recipe_version_id,
    sets: row.sets,
    units: Number(row.units),
    shipped: Number(row.shipped),
    released: Number(row.released),
  }
}
