import type { LocationName } from './engine/names.ts'
import { refused, type Refused } from './refusal.ts'

export function unknownLocation(code: string, field: string): Refused {
  return refused('UNKNOWN_LOCATION', `no location ${code}`, { field })
}

export function withoutPool(location: LocationName, field: string): Refused {
  const message = `location ${location.code} belongs to no pool, so nothing there is for sale`
  return refused('LOCATION_WITHOUT_POOL', message, { field })
}
