import { sql } from 'kysely'
import { planShortfall, type PlanInput, type PlanStep, type ShortfallPlan, type Treatment } from '../domain/shortfall-plan.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { refused, type Refused } from '../stock/refusal.ts'
import { instant, instantOrNull, msOf } from '../stock/sql/instants.ts'
import { fingerprintOf, readPlanInput, readShortBalance, readShortBalances, type ShortBalance } from './read-plan-input.ts'

export interface Shortfall {
  readonly balance: ShortBalance
  readonly input: PlanInput
  readonly plan: ShortfallPlan
  /** Names the facts the plan was made of. */
  readonly fingerprint: string
}

/** What orders need and is not there, with the least harmful thing to do about it. Nothing is done by this. */
export async function listShortfalls(
  em: Em,
  { nowMs, first }: { readonly nowMs: number; readonly first: number },
): Promise<readonly Shortfall[]> {
  const found: Shortfall[] = []
  for (const balance of await readShortBalances(em, { nowMs, first })) found.push(await planFor(em, balance, nowMs))
  return found
}

async function planFor(em: Em, balance: ShortBalance, nowMs: number): Promise<Shortfall> {
  const input = await readPlanInput(em, balance, nowMs)
  return { balance, input, plan: planShortfall(input), fingerprint: fingerprintOf(input) }
}

export interface ApplyPlan {
  readonly key: string
  readonly pool: string
  readonly sku: string
  readonly fingerprint: string
  readonly actor: string
}

export interface PlanApplied {
  readonly kind: 'planApplied'
  readonly tasks: readonly ShortfallTask[]
}

/**
 * Takes on a plan that was shown: each of its steps becomes a task for people. Refused where the facts it was made of have
 * changed. The tasks of an earlier plan for the same goods are replaced.
 */
export async function applyPlan(
  em: Em,
  { key, pool, sku, fingerprint, actor }: ApplyPlan,
  nowMs: number,
): Promise<PlanApplied | Refused> {
  const earlier = await readApplied(em, key)
  if (earlier && earlier.fingerprint !== fingerprint)
    return refused('KEY_REUSED', `key ${key} was used for another plan`, { field: 'key' })
  const balance = await readShortBalance(em, { pool, sku, nowMs })
  if (!balance) return refused('UNKNOWN_SKU', `no SKU ${sku} in pool ${pool}`, { field: 'sku' })
  if (!earlier) {
    const { plan, fingerprint: now } = await planFor(em, balance, nowMs)
    if (now !== fingerprint) {
      const message = 'what the plan was made of has changed meanwhile: look at the new plan, and apply that'
      return refused('PLAN_CHANGED', message, { field: 'fingerprint' })
    }
    await em.fork().transactional(async (tx) => {
      const begun = await sql`
        insert into ${sql.table('shortfall_applied')} (key, pool_id, sku_id, fingerprint, tasks, applied_at)
        values (${key}, ${balance.poolId}, ${balance.skuId}, ${fingerprint}, ${plan.steps.length}, ${instant(nowMs)}::timestamptz)
            on conflict (key) do nothing`.execute(merchantDb(tx))
      // The same key at the same time: the other one has done it.
      if (begun.numAffectedRows === 0n) return
      await writeTasks(tx, { balance, steps: plan.steps, fingerprint, actor, nowMs })
    })
  }
  return { kind: 'planApplied', tasks: await listTasks(em, [{ poolId: balance.poolId, skuId: balance.skuId }]) }
}

async function readApplied(em: Em, key: string): Promise<{ readonly fingerprint: string } | undefined> {
  const { rows } = await sql<{ fingerprint: string }>`
    select fingerprint from ${sql.table('shortfall_applied')} where key = ${key}`.execute(merchantDb(em.fork()))
  return rows[0]
}

interface TakenOn {
  readonly balance: ShortBalance
  readonly steps: readonly PlanStep[]
  readonly fingerprint: string
  readonly actor: string
  readonly nowMs: number
}

async function writeTasks(tx: Em, { balance, steps, fingerprint, actor, nowMs }: TakenOn): Promise<void> {
  const db = merchantDb(tx)
  await sql`
    update ${sql.table('shortfall_task')} set done_at = ${instant(nowMs)}::timestamptz, done_by = 'replaced'
     where pool_id = ${balance.poolId} and sku_id = ${balance.skuId} and done_at is null`.execute(db)
  const column = (of: (step: PlanStep) => unknown) => steps.map(of)
  await sql`
    insert into ${sql.table('shortfall_task')}
      (pool_id, sku_id, fingerprint, reference, treatment, units, from_pool, receipt, until_at, cost_fen, actor, created_at)
    select ${balance.poolId}, ${balance.skuId}, ${fingerprint}, v.*, ${actor}, ${instant(nowMs)}::timestamptz
      from unnest(
        ${column(({ reference }) => reference)}::text[], ${column(({ treatment }) => treatment)}::text[],
        ${column(({ units }) => units)}::bigint[], ${column(({ pool }) => pool)}::text[], ${column(({ receipt }) => receipt)}::text[],
        ${column(({ untilMs }) => instantOrNull(untilMs))}::timestamptz[], ${column(({ costFen }) => costFen)}::bigint[]) as v`.execute(
    db,
  )
}

export interface ShortfallTask extends Omit<PlanStep, 'pool'> {
  readonly id: string
  readonly fromPool: string | null
  readonly actor: string
  readonly createdAtMs: number
}

export interface ShortGoods {
  readonly poolId: string
  readonly skuId: string
}

interface TaskRow {
  readonly pool_id: string
  readonly sku_id: string
  readonly id: string
  readonly reference: string
  readonly treatment: Treatment
  readonly units: string
  readonly from_pool: string | null
  readonly receipt: string | null
  readonly until_ms: number | null
  readonly cost_fen: string
  readonly actor: string
  readonly created_ms: number
}

/** Tasks that are still to be done for these goods. */
export async function listTasks(em: Em, goods: readonly ShortGoods[]): Promise<readonly (ShortfallTask & ShortGoods)[]> {
  const { rows } = await sql<TaskRow>`
    select pool_id, sku_id, id, reference, treatment, units, from_pool, receipt, ${msOf('until_at')} as until_ms, cost_fen, actor,
           ${msOf('created_at')} as created_ms
      from ${sql.table('shortfall_task')}
     where done_at is null and (pool_id, sku_id) in (
           select * from unnest(${goods.map(({ poolId }) => poolId)}::bigint[], ${goods.map(({ skuId }) => skuId)}::bigint[]))
     order by id`.execute(merchantDb(em.fork()))
  return rows.map((row) => ({
    poolId: row.pool_id,
    skuId: row.sku_id,
    id: row.id,
    reference: row.reference,
    treatment: row.treatment,
    units: Number(row.units),
    fromPool: row.from_pool,
    receipt: row.receipt,
    untilMs: row.until_ms,
    costFen: Number(row.cost_fen),
    actor: row.actor,
    createdAtMs: row.created_ms,
  }))
}

/** Marks a task as done; false when there is no such open one. */
export async function endTask(
  em: Em,
  { id, actor, nowMs }: { readonly id: string; readonly actor: string; readonly nowMs: number },
): Promise<boolean> {
  if (!/^\d{1,18}$/.test(id)) return false
  const { numAffectedRows } = await sql`
    update ${sql.table('shortfall_task')} set done_at = ${instant(nowMs)}::timestamptz, done_by = ${actor}
     where id = ${id}::bigint and done_at is null`.execute(merchantDb(em.fork()))
  return (numAffectedRows ?? 0n) > 0n
}
