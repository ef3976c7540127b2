import { assert } from '../domain/assert.ts'
import { toPoolId, type PoolId } from '../domain/ids.ts'
import type { Em } from '../db/orm.ts'
import { catalogueLimits } from './limits.ts'
import { PoolEntity } from './pool.entity.ts'
import { toPool, type Pool } from './pool.ts'

/** A merchant has few pools, so they are read whole; the first one is the default. */
export async function listPools(em: Em): Promise<readonly Pool[]> {
  const rows = await em.find(
    PoolEntity,
    {},
    { orderBy: [{ position: 'asc' }, { id: 'asc' }], limit: catalogueLimits.pools, disableIdentityMap: true },
  )
  return rows.map(toPool)
}

export async function findPoolByCode(em: Em, code: string): Promise<Pool | undefined> {
  const row = await em.findOne(PoolEntity, { code }, { disableIdentityMap: true })
  return row ? toPool(row) : undefined
}

export async function findPoolsById(em: Em, ids: readonly PoolId[]): Promise<ReadonlyMap<PoolId, Pool>> {
  assert(ids.length <= catalogueLimits.rowsPerStatement, `${ids.length} ids in one look-up`)
  const rows = await em.find(PoolEntity, { id: { $in: ids } }, { disableIdentityMap: true })
  return new Map(rows.map((row) => [toPoolId(row.id), toPool(row)]))
}
