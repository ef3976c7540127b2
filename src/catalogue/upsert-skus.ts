import { sql } from 'kysely'
import { assert } from '../domain/assert.ts'
import { merchantDb } from '../db/merchant-db.ts'
import type { Em } from '../db/orm.ts'
import { catalogueLimits } from './limits.ts'

/** A checked and tidied row of master data. */
export interface SkuRow {
  readonly code: string
  readonly name: string | null
  readonly barcode: string | null
  readonly productGroup: string | null
  readonly tags: readonly string[]
}

/** Which fields the rows speak of. The others stay as they are; a new SKU without a name is called by its code. */
export type SpokenOf = Readonly<Record<'name' | 'barcode' | 'productGroup' | 'tags', boolean>>

export interface UpsertedSkus {
  readonly created: number
  readonly updated: number
  readonly unchanged: number
}

/** No tag contains a control character, so this one can part them. */
const TAG_SEPARATOR = '\u001f'

/** Writes many SKUs in one statement; a row that says what is already there changes nothing, not even its time. */
export async function upsertSkus(em: Em, rows: readonly SkuRow[], spokenOf: SpokenOf, now: Date): Promise<UpsertedSkus> {
  assert(rows.length <= catalogueLimits.rowsPerStatement, `${rows.length} rows in one statement`)
  assert(new Set(rows.map(({ code }) => code)).size === rows.length, 'a code twice in one statement')
  if (rows.length === 0) return { created: 0, updated: 0, unchanged: 0 }
  const { rows: written } = await sql<{ created: boolean }>`
    insert into ${sql.table('sku')} as s (code, name, barcode, product_group, tags, created_at, updated_at)
    select code, coalesce(name, code), barcode, product_group, string_to_array(tags, ${TAG_SEPARATOR}), ${now}, ${now}
      from unnest(
             ${rows.map(({ code }) => code)}::text[], ${rows.map(({ name }) => name)}::text[],
             ${rows.map(({ barcode }) => barcode)}::text[], ${rows.map(({ productGroup }) => productGroup)}::text[],
             ${rows.map(({ tags }) => tags.join(TAG_SEPARATOR))}::text[]) as r (code, name, barcode, product_group, tags)
     order by code collate "C"
        on conflict (code) do update
       set name = ${chosen('name', spokenOf.name)}, barcode = ${chosen('barcode', spokenOf.barcode)},
           product_group = ${chosen('product_group', spokenOf.productGroup)}, tags = ${chosen('tags', spokenOf.tags)},
           updated_at = excluded.updated_at
     where (s.name, s.barcode, s.product_group, s.tags) is distinct from
           (${chosen('name', spokenOf.name)}, ${chosen('barcode', spokenOf.barcode)},
            ${chosen('product_group', spokenOf.productGroup)}, ${chosen('tags', spokenOf.tags)})
    returning s.xmax = 0 as created`.execute(merchantDb(em))
  const created = written.filter((row) => row.created).length
  return { created, updated: written.length - created, unchanged: rows.length - written.length }
}

function chosen(column: string, isSpokenOf: boolean) {
  return sql.ref(`${isSpokenOf ? 'excluded' : 's'}.${column}`)
}
