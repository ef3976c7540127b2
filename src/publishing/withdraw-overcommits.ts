import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { toPoolId, toSkuId } from '../domain/ids.ts'
import type { StockDesk } from '../stock/stock-desk.ts'
import { ids } from '../stock/sql/columns.ts'
import { grantOvercommits, type WantedOvercommit } from './grant-overcommits.ts'
import { planQuotas, type Planning } from './plan-quotas.ts'
import { noteWithdrawn } from './restore-overcommits.ts'

const AT_ONCE = 500
/** So many pages are planned at one tick, before other merchants have their turn; the rest is due still. */
const PAGES_AT_ONCE = 10

/**
 * Once the budget has run out, every SKU that may show units beyond the goods is due: the transaction that charges it says so by
 * the budget's one row, for all of them at once, and a SKU stays due until its shops were planned without and its grant is
 * taken back. Returns the channels that have something to publish now.
 */
export async function withdrawOvercommits(planning: Planning & { readonly granting: StockDesk }): Promise<readonly string[]> {
  const { em, clock, signal, granting } = planning
  const channels = new Set<string>()
  for (let page = 0; page < PAGES_AT_ONCE; page += 1) {
    signal.throwIfAborted()
    const due = await readDue(em.fork())
    if (due.length === 0) break
    const done = await planQuotas(planning, [...new Set(due.map(({ skuId }) => skuId))])
    for (const channel of done.channels) channels.add(channel)
    const left = await readDue(em.fork(), due)
    const wanted = left.map(({ poolId, skuId }): WantedOvercommit => ({ poolId, skuId, steps: [] }))
    const [first] = left
    const as = { key: randomUUID(), actor: 'planner' }
    if (!first) continue
    await noteWithdrawn(
      em.fork(),
      left.map(({ skuId }) => skuId),
      clock.now(),
    )
    await granting.do(grantOvercommits, { unitsPerDay: first.unitsPerDay, wanted }, as)
  }
  return [...channels]
}

interface DueRow {
  readonly pool_id: string
  readonly sku_id: string
  readonly units_per_day: number
}

type Due = Pick<WantedOvercommit, 'poolId' | 'skuId'> & { readonly unitsPerDay: number }

/** Some that are due, or those of these that still are; none while the budget lasts. */
async function readDue(em: Em, of?: readonly Due[]): Promise<readonly Due[]> {
  const { rows } = await sql<DueRow>`
    select b.pool_id, b.sku_id, g.units_per_day
      from ${sql.table('overcommit_budget')} g
      join ${sql.table('pool_balance')} b on b.overcommit_wanted > 0
     where g.strict_since is not null
       and (${of === undefined}::boolean or (b.pool_id, b.sku_id) in (
            select * from unnest(${ids((of ?? []).map(({ poolId }) => poolId))}::bigint[], ${ids((of ?? []).map(({ skuId }) => skuId))}::bigint[])))
     order by b.sku_id, b.pool_id limit ${AT_ONCE}`.execute(merchantDb(em))
  return rows.map((row) => ({
    poolId: toPoolId(row.pool_id),
    skuId: toSkuId(row.sku_id),
    unitsPerDay: row.units_per_day,
  }))
}
