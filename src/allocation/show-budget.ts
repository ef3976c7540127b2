import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { rulesAt } from '../domain/allocation/effective-rule.ts'
import type { Rule } from '../domain/allocation/rule.ts'
import { toSkuId, type SkuId } from '../domain/ids.ts'
import { owedAt, wornOffAt } from '../domain/overcommit-budget.ts'
import { numberAfter, toListed, type Listed, type PageWanted } from '../stock/read/list-page.ts'
import { msOf } from '../stock/sql/instants.ts'
import { readBudget } from '../stock/sql/overcommit.ts'
import { readBook } from './read-rules.ts'

/** What the merchant accepts to be oversold, what of it is used, and what was oversold. */
export interface ShownBudget {
  /** By the rules of now; 0: nothing is shown beyond the goods. */
  readonly unitsPerDay: number
  /** Expected to be oversold a day by all that was granted. */
  readonly grantedPerDay: number
  /** What may still be granted; 0 while strict. */
  readonly leftPerDay: number
  /** Oversold and not worn off yet. */
  readonly owedUnits: number
  readonly strictSince: Date | null
  /** When it comes back; null: it is not strict, or nothing ever wears off since none is accepted. */
  readonly strictUntil: Date | null
}

/** Units that were sold and are not there, and what was known to cause it. */
export interface ShownCharge {
  readonly id: string
  readonly skuId: SkuId
  readonly pool: string
  readonly units: number
  readonly document: string
  readonly actor: string
  readonly recordedMs: number
}

/** What the rules accept to be oversold a day at an instant: it is said for the merchant as a whole. */
export function statedPerDay(rules: readonly Rule[], atMs: number): number {
  return rulesAt(rules, atMs).for({ id: '', tags: [] }).sku.oversellUnitsPerDay
}

export async function showBudget({ em, clock }: { readonly em: Em; readonly clock: Clock }): Promise<ShownBudget> {
  const nowMs = clock.now().getTime()
  const unitsPerDay = statedPerDay((await readBook(em.fork())).rules, nowMs)
  const known = await readBudget(em.fork())
  // What has worn off so far did so by the budget that was stated then.
  const budget = { ...known, unitsPerDay, owedUnits: owedAt(known, nowMs), owedAtMs: nowMs }
  const isStrict = budget.strictSinceMs !== null
  const untilMs = isStrict ? wornOffAt(budget, nowMs) : null
  return {
    unitsPerDay,
    grantedPerDay: budget.grantedPerDay,
    leftPerDay: isStrict ? 0 : Math.max(0, unitsPerDay - budget.grantedPerDay),
    owedUnits: budget.owedUnits,
    strictSince: budget.strictSinceMs === null ? null : new Date(budget.strictSinceMs),
    strictUntil: untilMs === null ? null : new Date(untilMs),
  }
}

/** Newest first. */
export async function listCharges(em: Em, { first, after }: PageWanted): Promise<Listed<ShownCharge>> {
  const { rows } = await sql<Omit<ShownCharge, 'skuId' | 'units'> & { readonly skuId: string; readonly units: string }>`
    select c.id, c.sku_id as "skuId", p.code as pool, c.units, c.document, c.actor, ${msOf('c.recorded_at')} as "recordedMs"
      from ${sql.table('overcommit_charge')} c
      join ${sql.table('pool')} p on p.id = c.pool_id
     where ${numberAfter(after)}::bigint is null or c.id < ${numberAfter(after)}::bigint
     order by c.id desc limit ${first + 1}`.execute(merchantDb(em))
  return toListed(
    rows.map((row) => ({ ...row, skuId: toSkuId(row.skuId), units: Number(row.units) })),
    first,
  )
}
