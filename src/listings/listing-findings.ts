import { sql, type RawBuilder } from 'kysely'
import { assert } from '../domain/assert.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { listingLimits } from './limits.ts'

export const findingKinds = [
  'unmapped',
  'ambiguous',
  'code_differs',
  'duplicate_code',
  'doubly_mapped',
  'archived_component',
  'no_recipe_in_effect',
  'no_components',
] as const

/** What the linter has to say about a listing, and about what. */
export interface Finding {
  readonly kind: (typeof findingKinds)[number]
  /** The codes or listings it is about, in words. */
  readonly message: string
}

interface Row {
  readonly id: string
  readonly unmapped: boolean
  readonly ambiguous: boolean
  readonly merchant_code: string | null
  readonly close_code: string | null
  readonly same_code: string | null
  readonly same_goods: string | null
  readonly archived: string | null
  readonly ineffective: boolean
  readonly empty: boolean
}

/** Looks at these listings, at most a page, with one statement; one without findings is not in the map. */
export async function findingsOf(
  em: Em,
  listingIds: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, readonly Finding[]>> {
  assert(listingIds.length <= listingLimits.pageSize, `${listingIds.length} listings in one look`)
  const { rows } = await sql<Row>`${looked(sql`l.id = any(${listingIds}::bigint[])`, now)}`.execute(merchantDb(em))
  return new Map(rows.map((row) => [row.id, findingsIn(row)] as const).filter(([, findings]) => findings.length > 0))
}

export type FindingCounts = Readonly<Record<Finding['kind'], number>>

/** How many listings of each channel have each finding. One statement, which looks at all their listings. */
export async function countFindings(
  em: Em,
  channelIds: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, FindingCounts>> {
  const { rows } = await sql<FindingCounts & { readonly channel_id: string }>`
    select channel_id, ${sql.join(findingKinds.map((kind) => sql`count(*) filter (where ${has[kind]})::int as ${sql.ref(kind)}`))}
      from (${looked(sql`l.channel_id = any(${channelIds}::bigint[])`, now)}) looked
     group by channel_id`.execute(merchantDb(em))
  return new Map(rows.map(({ channel_id: id, ...counts }) => [id, counts]))
}

/** Ids of the listings of a channel with this finding. */
export function withFinding(kind: Finding['kind'], channelId: string, now: Date): RawBuilder<unknown> {
  return sql`select id from (${looked(sql`l.channel_id = ${channelId}`, now)}) looked where ${has[kind]}`
}

const has: Readonly<Record<Finding['kind'], RawBuilder<unknown>>> = {
  unmapped: sql`unmapped`,
  ambiguous: sql`ambiguous`,
  code_differs: sql`close_code is not null`,
  duplicate_code: sql`same_code is not null`,
  doubly_mapped: sql`same_goods is not null`,
  archived_component: sql`archived is not null`,
  no_recipe_in_effect: sql`ineffective`,
  no_components: sql`empty`,
}

function looked(chosen: RawBuilder<unknown>, now: Date) {
  return sql`
    select l.id, l.channel_id, l.recipe_id is null and not l.ambiguous as unmapped, l.ambiguous, l.merchant_code,
           case when l.recipe_id is null and not l.ambiguous then coalesce(
             (select min(s.code) from ${sql.table('sku')} s
               where ${loose('s.code')} = ${loose('l.merchant_code')} and s.code <> l.merchant_code and s.archived_at is null),
             (select min(r.code) from ${sql.table('recipe')} r
               where ${loose('r.code')} = ${loose('l.merchant_code')} and r.code <> l.merchant_code and r.archived_at is null
                 and r.single_sku_id is null)) end as close_code,
           (select min(o.external_id) from ${sql.table('listing')} o
             where o.channel_id = l.channel_id and o.merchant_code = l.merchant_code and ${otherRow}) as same_code,
           (select min(o.external_id) from ${sql.table('listing')} o
             where o.channel_id = l.channel_id and o.recipe_id = l.recipe_id and o.merchant_code is distinct from l.merchant_code
               and ${otherRow}) as same_goods,
           (select min(s.code) from ${sql.table('recipe_component')} c join ${sql.table('sku')} s on s.id = c.sku_id
             where c.recipe_version_id = v.id and s.archived_at is not null) as archived,
           l.recipe_id is not null and v.id is null as ineffective,
           v.id is not null and not exists (
             select 1 from ${sql.table('recipe_component')} c where c.recipe_version_id = v.id) as empty
      from ${sql.table('listing')} l
      left join lateral (
           select x.id from ${sql.table('recipe_version')} x
            where x.recipe_id = l.recipe_id and x.granted_at is not null and x.effective_at <= ${now}::timestamptz
            order by x.effective_at desc, x.version desc limit 1) v on true
     where ${chosen} and l.stock_policy = 'normal' and l.gone_at is null and l.item_id is not null`
}

/** As the indexes have it: without case, blanks and the difference between full and half width. */
function loose(column: string) {
  return sql`lower(translate(normalize(${sql.ref(column)}, NFKC), E' \\t', ''))`
}

/** Another row of the shop; rows of one SKU in several warehouses are meant to be alike. */
const otherRow = sql`o.gone_at is null and o.id <> l.id and o.stock_policy = 'normal'
  and (o.item_id, o.item_sku_id) is distinct from (l.item_id, l.item_sku_id)`

function findingsIn(row: Row): readonly Finding[] {
  const code = row.merchant_code
  const found: (Finding | false)[] = [
    row.unmapped && {
      kind: 'unmapped',
      message:
        code === null ? 'it has no merchant code on the platform: map it by hand' : `no SKU and no recipe is called ${code}`,
    },
    row.ambiguous && { kind: 'ambiguous', message: `${code} is both a SKU and a recipe: map it by hand` },
    row.close_code !== null && {
      kind: 'code_differs',
      message: `${code} differs from ${row.close_code} by case, blanks or width only`,
    },
    row.same_code !== null && {
      kind: 'duplicate_code',
      message: `listing ${row.same_code} of this shop has the code ${code} too`,
    },
    row.same_goods !== null && {
      kind: 'doubly_mapped',
      message: `listing ${row.same_goods} of this shop sells the same under another code`,
    },
    row.archived !== null && { kind: 'archived_component', message: `it sells ${row.archived}, which is archived` },
    row.ineffective && { kind: 'no_recipe_in_effect', message: 'its recipe has no version that is in effect' },
    row.empty && { kind: 'no_components', message: 'its recipe has no components: it would take nothing from any pool' },
  ]
  return found.filter((finding) => finding !== false)
}
