import type { Em } from '../db/orm.ts'
import { findPoolByCode } from './find-pools.ts'
import type { LocationEntity } from './location.entity.ts'
import { checkLocation, toLocation, type Location, type LocationFields } from './location.ts'
import { hasStock, lockLocation } from './lock-location.ts'
import { PoolEntity } from './pool.entity.ts'
import { refusedBy, type CatalogueRefused } from './refusal.ts'

/** What is not given stays; `null` clears. */
export interface UpdateLocation extends Partial<LocationFields> {
  readonly code: string
  /** The code of its pool. It may change only while no goods lie here and no hold names it. */
  readonly pool?: string | null
}

export type UpdateLocationOutcome = { readonly kind: 'updated'; readonly location: Location } | CatalogueRefused

export async function updateLocation(em: Em, input: UpdateLocation, now: Date): Promise<UpdateLocationOutcome> {
  const no = checkLocation(input)
  if (no) return no
  return em.fork().transactional(async (tx) => {
    const location = await lockLocation(tx, input.code)
    if (!location) return refusedBy('code', 'UNKNOWN_LOCATION', `no location ${input.code}`)
    const pool = input.pool ? await findPoolByCode(tx, input.pool) : undefined
    if (input.pool && !pool) return refusedBy('pool', 'UNKNOWN_POOL', `no pool ${input.pool}`)
    if (input.pool !== undefined) {
      const refusal = await moveToPool(tx, location, pool?.id ?? null)
      if (refusal) return refusal
    }
    applyFields(location, input)
    location.updatedAt = now
    await tx.flush()
    return { kind: 'updated', location: toLocation(location) }
  })
}

/** Units count in the pool of their location, so they cannot change pools by a setting: that would be a movement nobody booked. */
async function moveToPool(tx: Em, location: LocationEntity, poolId: string | null): Promise<CatalogueRefused | undefined> {
  if (poolId === (location.poolId ?? null)) return undefined
  const refusal = await whyNotEmpty(tx, location, 'pool')
  if (!refusal) location.poolId = poolId
  return refusal
}

/** Why a location cannot leave its pool, or be archived. It must be locked. */
export async function whyNotEmpty(tx: Em, location: LocationEntity, field: string): Promise<CatalogueRefused | undefined> {
  if (await hasStock(tx, location.id)) {
    const message = `location ${location.code} has goods or holds that name it: transfer them to another location first`
    return refusedBy(field, 'LOCATION_HAS_STOCK', message)
  }
  const pool = await tx.findOne(PoolEntity, { defaultLocationId: location.id }, { disableIdentityMap: true })
  if (!pool) return undefined
  const message = `location ${location.code} is the default one of pool ${pool.code}: give that pool another default first`
  return refusedBy(field, 'LOCATION_IS_DEFAULT', message)
}

function applyFields(location: LocationEntity, { coordinates, hours, ...input }: UpdateLocation): void {
  location.name = input.name?.trim() ?? location.name
  location.kind = input.kind ?? location.kind
  location.pickUp = input.pickUp ?? location.pickUp
  location.onHandOwner = input.onHandOwner ?? location.onHandOwner
  location.figuresIncludeUnshipped = input.figuresIncludeUnshipped ?? location.figuresIncludeUnshipped
  if (hours !== undefined) location.hours = hours
  if (coordinates === undefined) return
  location.latitude = coordinates?.latitude ?? null
  location.longitude = coordinates?.longitude ?? null
}
