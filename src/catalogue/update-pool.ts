import { LockMode } from '@mikro-orm/core'
import type { Em } from '../db/orm.ts'
import { checkName } from './check-text.ts'
import { checkPosition } from './create-pool.ts'
import { lockLocation } from './lock-location.ts'
import { PoolEntity } from './pool.entity.ts'
import { toPool, type Pool } from './pool.ts'
import { firstNo, invalid, refusedBy, type CatalogueRefused } from './refusal.ts'

/** What is not given stays. */
export interface UpdatePool {
  readonly code: string
  readonly name?: string
  readonly position?: number
  /** The code of a location of this pool; `null` for none. */
  readonly defaultLocation?: string | null
  readonly leftToOthersPercent?: number
}

export type UpdatePoolOutcome = { readonly kind: 'updated'; readonly pool: Pool } | CatalogueRefused

export async function updatePool(em: Em, input: UpdatePool): Promise<UpdatePoolOutcome> {
  const no = firstNo(
    input.name === undefined ? undefined : checkName(input.name),
    checkPosition(input.position),
    checkPercent(input.leftToOthersPercent),
  )
  if (no) return no
  const { code, defaultLocation } = input
  return em.fork().transactional(async (tx) => {
    // The location before the pool, as in updateLocation: it must not leave the pool while it becomes the default.
    const location = defaultLocation ? await lockLocation(tx, defaultLocation) : undefined
    const pool = await tx.findOne(PoolEntity, { code }, { lockMode: LockMode.PESSIMISTIC_WRITE })
    if (!pool) return refusedBy('code', 'UNKNOWN_POOL', `no pool ${code}`)
    if (defaultLocation && !location) return refusedBy('defaultLocation', 'UNKNOWN_LOCATION', `no location ${defaultLocation}`)
    if (location && location.poolId !== pool.id) {
      const message = `location ${location.code} does not belong to pool ${code}`
      return refusedBy('defaultLocation', 'LOCATION_OUTSIDE_POOL', message)
    }
    if (location?.archivedAt) {
      return refusedBy('defaultLocation', 'ARCHIVED_LOCATION', `location ${location.code} is archived`)
    }
    pool.name = input.name?.trim() ?? pool.name
    pool.position = input.position ?? pool.position
    pool.leftToOthersPercent = input.leftToOthersPercent ?? pool.leftToOthersPercent
    if (defaultLocation !== undefined) pool.defaultLocationId = location?.id ?? null
    await tx.flush()
    return { kind: 'updated', pool: toPool(pool) }
  })
}

function checkPercent(percent: number | undefined): CatalogueRefused | undefined {
  if (percent === undefined || (Number.isInteger(percent) && percent >= 0 && percent <= 100)) return undefined
  return invalid('leftToOthersPercent', 'leftToOthersPercent must be a whole number from 0 to 100')
}
