import type { LocationName } from './engine/names.ts'
import { refused, type Refused } from './refusal.ts'

export function unknownLocation(code: string, field: string): Refused {
  return refused('UNKNOWN_LOCATION', `no location ${code}`, { field })
}

export function withoutPool(location: LocationName, field: string): Refused {
  const message = `location ${location.code} belongs to no pool, so nothing there is for sale`
  return refused('LOCATION_WITHOUT_POOL', message, { field })
}

export function transferClosed(reference: string): Refused {
  return refused('TRANSFER_CLOSED', `transfer ${reference} is closed: what comes or goes now needs another reference`, {
    field: 'reference',
  })
}
