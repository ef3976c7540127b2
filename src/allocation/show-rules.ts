import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { ChannelDraft, DraftScope, RuleDraft } from '../domain/allocation/check-rule.ts'
import type { Rule } from '../domain/allocation/rule.ts'
import { ids } from '../stock/sql/columns.ts'

/** A rule as operators read it: channels and SKUs by code. */
export interface ShownRule extends RuleDraft {
  readonly id: string
  readonly version: number
  readonly fromMs: number | null
  readonly untilMs: number | null
}

export async function showRules(em: Em, rules: readonly Rule[]): Promise<readonly ShownRule[]> {
  const channels = await codesOf(
    em,
    'channel',
    rules.flatMap(({ says }) => says.channels.map(({ channelId }) => channelId)),
  )
  const skus = await codesOf(
    em,
    'sku',
    rules.flatMap(({ scope }) => (scope.kind === 'sku' ? [scope.skuId] : [])),
  )
  return rules.map(({ scope, says: { channels: said, ...values }, ...rule }) => ({
    ...rule,
    scope: toDraftScope(scope, skus),
    channels: said.map(({ channelId, ...says }): ChannelDraft => ({ channel: channels.get(channelId) ?? '', ...says })),
    values,
  }))
}

function toDraftScope(scope: Rule['scope'], skus: ReadonlyMap<string, string>): DraftScope {
  return scope.kind === 'sku' ? { kind: 'sku', sku: skus.get(scope.skuId) ?? '' } : scope
}

/** Codes by id. */
export async function codesOf(
  em: Em,
  table: 'channel' | 'pool' | 'sku',
  wanted: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (wanted.length === 0) return new Map()
  const { rows } = await sql<{ id: string; code: string }>`
    select id, code from ${sql.table(table)} where id = any(${ids([...new Set(wanted)])}::bigint[])`.execute(merchantDb(em))
  return new Map(rows.map(({ id, code }) => [id, code]))
}
