import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { wrongRule, type KnownNames, type RuleDraft } from '../domain/allocation/check-rule.ts'
import type { NamedRule } from '../domain/allocation/next-rules.ts'
import { refuseRules, type AllocationRefused } from './refusal.ts'

/** Drafts with what they name found, or why they cannot be taken. */
export async function nameRules(em: Em, drafts: readonly RuleDraft[]): Promise<readonly NamedRule[] | AllocationRefused> {
  const channels = await idsOf(em, {
    table: 'channel',
    codes: drafts.flatMap(({ channels: some }) => some.map((one) => one.channel)),
  })
  const skus = await idsOf(em, { table: 'sku', codes: drafts.flatMap(({ scope }) => (scope.kind === 'sku' ? [scope.sku] : [])) })
  const known: KnownNames = {
    channels: new Set(channels.keys()),
    tags: await usedTags(
      em,
      drafts.flatMap(({ scope }) => (scope.kind === 'tag' ? [scope.tag] : [])),
    ),
    skus,
  }
  const wrong = wrongRule(drafts, known)
  if (wrong) return refuseRules(wrong.code, wrong.message, wrong.field)
  return drafts.map(({ name, scope, channels: said, values }) => ({
    name: name?.trim() ?? null,
    scope: scope.kind === 'sku' ? { kind: 'sku', skuId: skus.get(scope.sku)?.id ?? '' } : scope,
    says: {
      ...values,
      channels: said.map(({ channel, ...says }) => ({ channelId: channels.get(channel)?.id ?? '', ...says })),
    },
  }))
}

interface Found {
  readonly id: string
  readonly isArchived: boolean
}

async function idsOf(
  em: Em,
  { table, codes }: { readonly table: 'channel' | 'sku'; readonly codes: readonly string[] },
): Promise<ReadonlyMap<string, Found>> {
  const asked = storable(codes)
  if (asked.length === 0) return new Map()
  const archived = table === 'sku' ? sql`archived_at is not null` : sql`state = 'archived'`
  const { rows } = await sql<Found & { code: string }>`
    select code, id, ${archived} as "isArchived" from ${sql.table(table)} where code = any(${asked}::text[])`.execute(
    merchantDb(em),
  )
  return new Map(rows.map(({ code, ...found }) => [code, found]))
}

/** Which of these tags any SKU has. */
async function usedTags(em: Em, tags: readonly string[]): Promise<ReadonlySet<string>> {
  const asked = storable(tags)
  if (asked.length === 0) return new Set()
  const { rows } = await sql<{ tag: string }>`
    select t.tag from unnest(${asked}::text[]) as t (tag)
     where exists (select from ${sql.table('sku')} s where s.tags @> array[t.tag])`.execute(merchantDb(em))
  return new Set(rows.map(({ tag }) => tag))
}

/** Each once. PostgreSQL takes no text with a zero character, so nothing is named by one. */
function storable(names: readonly string[]): readonly string[] {
  return [...new Set(names)].filter((name) => !name.includes('\0'))
}
