import { sql } from 'kysely'
import { merchantDb, merchantSchema } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import type { Rule, RuleSays, RuleScope } from '../domain/allocation/rule.ts'
import { msOf } from '../stock/sql/instants.ts'

/** The rules as they stood at one version; 0: before there were any. */
export interface RuleBook {
  readonly version: number
  readonly rules: readonly Rule[]
}

export async function readVersion(em: Em): Promise<number> {
  const { rows } = await sql<{ version: number }>`select version from ${sql.table('rule_book')}`.execute(merchantDb(em))
  return rows[0]?.version ?? 0
}

/** Versions never change, so two statements read one whole book whatever is written between them. */
export async function readBook(em: Em, version?: number): Promise<RuleBook> {
  const asked = version ?? (await readVersion(em))
  return { version: asked, rules: asked === 0 ? [] : await readRules(em, asked) }
}

/** The newest book of each merchant this process has asked about: as long as its version stands nothing is read again. */
export class RuleShelf {
  readonly #books = new Map<string, RuleBook>()

  /** `version`: the newest, where that was read already. */
  async newest(em: Em, newest?: number): Promise<RuleBook> {
    const schema = merchantSchema(em)
    const version = newest ?? (await readVersion(em))
    const known = this.#books.get(schema)
    if (known?.version === version) return known
    const book = await readBook(em, version)
    this.#books.set(schema, book)
    return book
  }
}

interface RuleRow {
  readonly id: string
  readonly version: number
  readonly name: string | null
  readonly scope: RuleScope['kind']
  readonly tag: string | null
  readonly position: number | null
  readonly sku_id: string | null
  readonly from_ms: number | null
  readonly until_ms: number | null
  readonly says: RuleSays | string
}

async function readRules(em: Em, version: number): Promise<readonly Rule[]> {
  const { rows } = await sql<RuleRow>`
    select id, version, name, scope, tag, position, sku_id, ${msOf('from_at')} as from_ms, ${msOf('until_at')} as until_ms, says
      from ${sql.table('allocation_rule')}
     where version <= ${version} and (ended_version is null or ended_version > ${version}) order by id`.execute(merchantDb(em))
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    name: row.name,
    scope: toScope(row),
    fromMs: row.from_ms,
    untilMs: row.until_ms,
    says: typeof row.says === 'string' ? JSON.parse(row.says) : row.says,
  }))
}

function toScope({ scope, tag, position, sku_id: skuId }: RuleRow): RuleScope {
  if (scope === 'tag') return { kind: 'tag', tag: tag ?? '', position: position ?? 0 }
  return scope === 'sku' ? { kind: 'sku', skuId: skuId ?? '' } : { kind: 'merchant' }
}
