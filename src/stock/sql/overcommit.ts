import { sql } from 'kysely'
import { charged, type OvercommitBudget } from '../../domain/overcommit-budget.ts'
import { toPoolId, toSkuId, type PoolId, type SkuId } from '../../domain/ids.ts'
import { merchantDb } from '../../db/merchant-db.ts'
import type { Em } from '../../db/orm.ts'
import type { OvercommitCharge } from '../engine/overcommits.ts'
import type { Alarm } from '../engine/journal.ts'
import { writeAlarms } from './documents.ts'
import { ids, numbers, texts } from './columns.ts'
import { instant, instantOrNull, msOf } from './instants.ts'

interface BudgetRow {
  readonly units_per_day: number
  readonly granted_per_day: number
  readonly owed_units: number
  readonly owed_ms: number
  readonly strict_ms: number | null
}

/** The one row of the budget. Locked, it is the last lock a transaction takes. */
export async function readBudget(em: Em, { lock = false } = {}): Promise<OvercommitBudget> {
  const { rows } = await sql<BudgetRow>`
    select units_per_day, granted_per_day, owed_units, ${msOf('owed_at')} as owed_ms, ${msOf('strict_since')} as strict_ms
      from ${sql.table('overcommit_budget')} ${lock ? sql`for update` : sql``}`.execute(merchantDb(em))
  const [row] = rows
  if (!row) throw new Error('the row of the overcommit budget is missing')
  return {
    unitsPerDay: row.units_per_day,
    grantedPerDay: row.granted_per_day,
    owedUnits: row.owed_units,
    owedAtMs: row.owed_ms,
    strictSinceMs: row.strict_ms,
  }
}

export async function writeBudget(em: Em, budget: OvercommitBudget): Promise<void> {
  await sql`
    update ${sql.table('overcommit_budget')}
       set units_per_day = ${budget.unitsPerDay}::float8, granted_per_day = ${budget.grantedPerDay}::float8,
           owed_units = ${budget.owedUnits}::float8, owed_at = ${instant(budget.owedAtMs)}::timestamptz,
           strict_since = ${instantOrNull(budget.strictSinceMs)}::timestamptz`.execute(merchantDb(em))
}

export interface Charging {
  readonly charges: readonly OvercommitCharge[]
  /** As this transaction has left it; undefined: it has not locked it yet. */
  readonly budget: OvercommitBudget | undefined
}

/** Enters what was oversold against the budget, and goes strict where that is more than was accepted. */
export async function writeCharges(em: Em, { charges, budget }: Charging, nowMs: number): Promise<void> {
  const before = budget ?? (await readBudget(em, { lock: true }))
  await sql`
    insert into ${sql.table('overcommit_charge')} (pool_id, sku_id, units, document, actor, recorded_at)
    select v.*, ${instant(nowMs)}::timestamptz
      from unnest(${ids(charges.map(({ poolId }) => poolId))}::bigint[], ${ids(charges.map(({ skuId }) => skuId))}::bigint[],
                  ${numbers(charges.map(({ units }) => units))}::bigint[], ${texts(charges.map(({ document }) => document))}::text[],
                  ${texts(charges.map(({ actor }) => actor))}::text[]) as v`.execute(merchantDb(em))
  const units = charges.reduce((sum, one) => sum + one.units, 0)
  const after = charged(before, units, nowMs)
  await writeBudget(em, after)
  if (after.strictSinceMs !== null && before.strictSinceMs === null) await writeAlarms(em, [strictAlarm(after)], nowMs)
}

function strictAlarm({ owedUnits, unitsPerDay }: OvercommitBudget): Alarm {
  const owed = Math.round(owedUnits * 100) / 100
  return {
    kind: 'overcommit_strict',
    severity: 'critical',
    subject: 'overcommit',
    message: `${owed} units are oversold and not worn off, more than the ${unitsPerDay} a day that are accepted: nothing more is shown beyond the goods`,
    facts: { owedUnits: owed, unitsPerDay },
  }
}

interface BelowRow {
  readonly pool_id: string
  readonly sku_id: string
  readonly listing_id: string
  readonly units: string
}

/** Quotas below zero at these balances, in units of the SKU. */
export async function readBelowZero(em: Em, at: readonly { readonly poolId: PoolId; readonly skuId: SkuId }[]) {
  const { rows } = await sql<BelowRow>`
    select w.pool_id, w.sku_id, q.listing_id, q.quota * parts.units as units
      from unnest(${ids(at.map(({ poolId }) => poolId))}::bigint[], ${ids(at.map(({ skuId }) => skuId))}::bigint[]) as w (pool_id, sku_id)
      join ${sql.table('listing_quota')} q on q.pool_id = w.pool_id and q.below_zero
      join lateral (
           select max(c.units) as units
             from ${sql.table('listing_open_version')} v
             join ${sql.table('recipe_component')} c on c.recipe_version_id = v.recipe_version_id and c.sku_id = w.sku_id
            where v.listing_id = q.listing_id) parts on parts.units is not null
     order by w.pool_id, w.sku_id, q.listing_id`.execute(merchantDb(em))
  return rows.map((row) => ({
    poolId: toPoolId(row.pool_id),
    skuId: toSkuId(row.sku_id),
    listingId: row.listing_id,
    units: Number(row.units),
  }))
}
