import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { isSpent } from '../domain/overcommit-budget.ts'
import type { SkuId } from '../domain/ids.ts'
import { ids } from '../stock/sql/columns.ts'
import { instant } from '../stock/sql/instants.ts'
import { readBudget } from '../stock/sql/overcommit.ts'
import { planQuotas, type Planning } from './plan-quotas.ts'

const AT_ONCE = 500
/** So many pages are planned at one tick, before other merchants have their turn; the rest is due still. */
const PAGES_AT_ONCE = 10

/** Remembers goods whose grants are taken back since the budget has run out. */
export async function noteWithdrawn(em: Em, skuIds: readonly SkuId[], now: Date): Promise<void> {
  await sql`
    insert into ${sql.table('overcommit_withdrawn')} (sku_id, withdrawn_at)
    select id, ${now}::timestamptz from unnest(${ids([...new Set(skuIds)].toSorted(byNumber))}::bigint[]) as v (id)
        on conflict (sku_id) do update set withdrawn_at = excluded.withdrawn_at`.execute(merchantDb(em))
}

/**
 * Once all that was oversold has worn off, those goods are planned at once: they are asked for anew, as far as rules and demand allow
 * it by now. They are due until that is done. Returns the channels that have something to publish now.
 */
export async function restoreOvercommits(planning: Planning): Promise<readonly string[]> {
  const { em, clock, signal } = planning
  const channels = new Set<string>()
  for (let page = 0; page < PAGES_AT_ONCE; page += 1) {
    signal.throwIfAborted()
    const due = await readWithdrawn(em.fork())
    if (due.length === 0 || isSpent(await readBudget(em.fork()), clock.now().getTime())) break
    const done = await planQuotas(
      planning,
      due.map(({ skuId }) => skuId),
    )
    for (const channel of done.channels) channels.add(channel)
    await forget(em.fork(), due)
  }
  return [...channels]
}

interface Withdrawn {
  readonly skuId: string
  readonly atMs: number
}

async function readWithdrawn(em: Em): Promise<readonly Withdrawn[]> {
  const { rows } = await sql<Withdrawn>`
    select sku_id as "skuId", (extract(epoch from withdrawn_at) * 1000)::float8 as "atMs"
      from ${sql.table('overcommit_withdrawn')} order by sku_id limit ${AT_ONCE}`.execute(merchantDb(em))
  return rows
}

/** Not those that were withdrawn anew meanwhile. */
async function forget(em: Em, done: readonly Withdrawn[]): Promise<void> {
  const latestMs = Math.max(...done.map(({ atMs }) => atMs))
  await sql`
    delete from ${sql.table('overcommit_withdrawn')}
     where sku_id = any(${ids(done.map(({ skuId }) => skuId))}::bigint[]) and withdrawn_at <= ${instant(latestMs)}::timestamptz`.execute(
    merchantDb(em),
  )
}

function byNumber(a: SkuId, b: SkuId): number {
  return Number(a) - Number(b)
}
