import { sql } from 'kysely'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { Rule } from '../domain/allocation/rule.ts'
import { ids, texts } from '../stock/sql/columns.ts'

/** The goods that some rules are for. */
export interface Goods {
  readonly all: boolean
  readonly tags: ReadonlySet<string>
  readonly skuIds: ReadonlySet<string>
}

/** The goods of these rules, and those of others before. */
export function concernedBy(rules: readonly Pick<Rule, 'scope'>[], before?: Goods): Goods {
  const scopes = rules.map(({ scope }) => scope)
  return {
    all: before?.all === true || scopes.some(({ kind }) => kind === 'merchant'),
    tags: new Set([...(before?.tags ?? []), ...scopes.flatMap((scope) => (scope.kind === 'tag' ? [scope.tag] : []))]),
    skuIds: new Set([...(before?.skuIds ?? []), ...scopes.flatMap((scope) => (scope.kind === 'sku' ? [scope.skuId] : []))]),
  }
}

/** SKUs by id above one, so many at most, in order. */
export async function pageOfGoods(
  em: Em,
  { all, tags, skuIds }: Goods,
  { above, limit }: { readonly above: string; readonly limit: number },
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from ${sql.table('sku')}
     where id > ${above}::bigint
       and (${all}::boolean or tags && ${texts([...tags])}::text[] or id = any(${ids([...skuIds])}::bigint[]))
     order by id limit ${limit}`.execute(merchantDb(em))
  return rows.map(({ id }) => id)
}
