import { sql } from 'kysely'
import type { Hold, HoldState } from '../../domain/hold.ts'
import { parseHoldId, type SkuId } from '../../domain/ids.ts'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import { readHolds } from '../sql/read-holds.ts'
import { toListed, type Listed, type PageWanted } from './list-page.ts'

export interface HoldFilter {
  readonly state: HoldState | null
  readonly reference: string | null
  readonly skuId: SkuId | null
}

/** Holds with their lines, newest first; the key of a row is its id, which sorts by time. Two statements a page. */
export async function listHolds(
  em: Em,
  { filter, ...page }: PageWanted & { readonly filter: HoldFilter },
): Promise<Listed<Hold>> {
  const after = page.after === null ? null : (parseHoldId(page.after) ?? null)
  const { rows } = await sql<{ id: string }>`
    select h.id from ${sql.table('hold')} h
     where (${after}::uuid is null or h.id < ${after}::uuid)
       and (${filter.state}::text is null or h.state = ${filter.state})
       and (${filter.reference}::text is null or h.reference = ${filter.reference})
       and (${filter.skuId}::bigint is null or exists (
             select from ${sql.table('hold_line')} l where l.hold_id = h.id and l.sku_id = ${filter.skuId}::bigint))
     order by h.id desc
     limit ${page.first + 1}`.execute(merchantDb(em))
  const listed = toListed(rows, page.first)
  const holds = await findHolds(
    em,
    listed.rows.map(({ id }) => id),
  )
  const byId = new Map<string, Hold>(holds.map((hold) => [hold.id, hold]))
  return { rows: listed.rows.flatMap(({ id }) => byId.get(id) ?? []), hasNextPage: listed.hasNextPage }
}

/** Holds by id; one that does not exist is left out. */
export async function findHolds(em: Em, ids: readonly string[]): Promise<readonly Hold[]> {
  const known = ids.flatMap((id) => parseHoldId(id) ?? [])
  return known.length === 0 ? [] : readHolds(em, { ids: known, references: [], lock: false })
}

/** Holds by order number. */
export async function findHoldsByReference(em: Em, references: readonly string[]): Promise<ReadonlyMap<string, Hold>> {
  const holds = references.length === 0 ? [] : await readHolds(em, { ids: [], references, lock: false })
  return new Map(holds.map((hold) => [hold.reference ?? hold.id, hold]))
}
