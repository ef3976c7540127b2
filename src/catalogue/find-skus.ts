import { assert } from '../domain/assert.ts'
import { toSkuId, type SkuId } from '../domain/ids.ts'
import type { Em } from '../db/orm.ts'
import { catalogueLimits } from './limits.ts'
import { SkuEntity } from './sku.entity.ts'
import { toSku, type Sku } from './sku.ts'

export async function findSkuByCode(em: Em, code: string): Promise<Sku | undefined> {
  return (await findSkusByCode(em, [code])).get(code)
}

/** Many codes in one statement, archived ones too; a code that is not there is not in the map. */
export async function findSkusByCode(em: Em, codes: readonly string[]): Promise<ReadonlyMap<string, Sku>> {
  assert(codes.length <= catalogueLimits.rowsPerStatement, `${codes.length} codes in one look-up`)
  const rows = await em.find(SkuEntity, { code: { $in: codes } }, { disableIdentityMap: true })
  return new Map(rows.map((row) => [row.code, toSku(row)]))
}

/** Many ids in one statement, archived ones too. */
export async function findSkusById(em: Em, ids: readonly SkuId[]): Promise<ReadonlyMap<SkuId, Sku>> {
  assert(ids.length <= catalogueLimits.rowsPerStatement, `${ids.length} ids in one look-up`)
  const rows = await em.find(SkuEntity, { id: { $in: ids } }, { disableIdentityMap: true })
  return new Map(rows.map((row) => [toSkuId(row.id), toSku(row)]))
}
