import { toLocationId, toPoolId, type LocationId, type PoolId } from '../domain/ids.ts'
import type { PoolEntity } from './pool.entity.ts'

export interface Pool {
  readonly id: PoolId
  /** Never changes, so it may be cached for ever. */
  readonly code: string
  readonly name: string
  /** Channels sell from several pools in this order, unless told otherwise; the first pool is the default one. */
  readonly position: number
  /** Where a shipment is booked when neither its document nor its hold names a location. */
  readonly defaultLocationId: LocationId | null
  /** The share of each SKU that is published to no shop: shops that have not joined, and the system before us, sell from it. */
  readonly leftToOthersPercent: number
  readonly createdAt: Date
}

export function toPool({ id, code, name, position, defaultLocationId, leftToOthersPercent, createdAt }: PoolEntity): Pool {
  const location = defaultLocationId ? toLocationId(defaultLocationId) : null
  return { id: toPoolId(id), code, name, position, defaultLocationId: location, leftToOthersPercent, createdAt }
}
