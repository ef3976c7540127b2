import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { NamedRule, Window } from '../domain/allocation/next-rules.ts'
import type { RuleScope } from '../domain/allocation/rule.ts'
import { ids, numbers, texts } from '../stock/sql/columns.ts'
import { instant, instantOrNull } from '../stock/sql/instants.ts'
import { refuseRules, type AllocationRefused } from './refusal.ts'

export type RuleToAdd = NamedRule & Window

export async function addRules(
  tx: Em,
  { rules, version }: { readonly rules: readonly RuleToAdd[]; readonly version: number },
): Promise<void> {
  if (rules.length === 0) return
  const { kinds, tags, positions, skuIds } = scopeColumns(rules.map(({ scope }) => scope))
  await sql`
    insert into ${sql.table('allocation_rule')} (version, name, scope, tag, position, sku_id, from_at, until_at, says)
    select ${version}, v.name, v.scope, v.tag, v.position, v.sku_id, v.from_at, v.until_at, v.says::jsonb
      from unnest(${texts(rules.map(({ name }) => name))}::text[], ${kinds}::text[], ${tags}::text[], ${positions}::integer[],
                  ${skuIds}::bigint[], ${rules.map(({ fromMs }) => instant(fromMs))}::timestamptz[],
                  ${rules.map(({ untilMs }) => instantOrNull(untilMs))}::timestamptz[],
                  ${texts(rules.map(({ says }) => JSON.stringify(says)))}::text[])
           with ordinality as v (name, scope, tag, position, sku_id, from_at, until_at, says, n)
     order by v.n`.execute(merchantDb(tx))
}

/** Why one of these cannot be ended: it is no rule of ours, or has ended. */
export async function unknownRule(tx: Em, ruleIds: readonly string[]): Promise<AllocationRefused | undefined> {
  const asked = ruleIds.filter((id) => /^\d{1,18}$/.test(id))
  const { rows } = await sql<{ id: string }>`
    select id from ${sql.table('allocation_rule')} where id = any(${ids(asked)}::bigint[]) and ended_version is null`.execute(
    merchantDb(tx),
  )
  const n = ruleIds.findIndex((id) => !rows.some((row) => row.id === id))
  return n === -1 ? undefined : refuseRules('UNKNOWN_RULE', `no rule ${ruleIds[n]} counts or will count`, `ends.${n}`)
}

export async function endRules(
  tx: Em,
  { ids: ruleIds, version }: { readonly ids: readonly string[]; readonly version: number },
): Promise<void> {
  if (ruleIds.length === 0) return
  await sql`
    update ${sql.table('allocation_rule')} set ended_version = ${version}
     where id = any(${ids(ruleIds)}::bigint[]) and ended_version is null`.execute(merchantDb(tx))
}

/** Rules that count or will, and the tags that have any. */
export async function countRules(tx: Em): Promise<{ readonly rules: number; readonly tags: number }> {
  const { rows } = await sql<{ rules: number; tags: number }>`
    select count(*)::integer as rules, count(distinct tag)::integer as tags
      from ${sql.table('allocation_rule')} where ended_version is null`.execute(merchantDb(tx))
  return rows[0] ?? { rules: 0, tags: 0 }
}

function scopeColumns(scopes: readonly RuleScope[]) {
  return {
    kinds: scopes.map(({ kind }) => kind),
    tags: texts(scopes.map((scope) => (scope.kind === 'tag' ? scope.tag : null))),
    positions: numbers(scopes.map((scope) => (scope.kind === 'tag' ? scope.position : null))),
    skuIds: ids(scopes.map((scope) => (scope.kind === 'sku' ? scope.skuId : null))),
  }
}
