import { toLocationId, toPoolId, type LocationId, type PoolId } from '../domain/ids.ts'
import { faultOfHours, type OpeningHours } from '../domain/opening-hours.ts'
import { checkCode, checkName, checkText } from './check-text.ts'
import type { LocationEntity } from './location.entity.ts'
import { catalogueLimits } from './limits.ts'
import { firstNo, invalid, type CatalogueRefused } from './refusal.ts'

export const locationKinds = ['warehouse', 'store'] as const
export type LocationKind = (typeof locationKinds)[number]

/** In degrees, WGS 84. */
export interface Coordinates {
  readonly latitude: number
  readonly longitude: number
}

export interface LocationFields {
  readonly name: string
  readonly kind: LocationKind
  readonly coordinates: Coordinates | null
  /** `null`: not known. */
  readonly hours: OpeningHours | null
  /** Whether buyers may fetch their orders here. */
  readonly pickUp: boolean
  /** Whose figures rule what is on hand here: `onepool`, or the name of the merchant's other system. */
  readonly onHandOwner: string
  /** Whether those figures still count units that are ordered and not shipped. */
  readonly figuresIncludeUnshipped: boolean
}

export interface Location extends LocationFields {
  readonly id: LocationId
  /** Never changes, so it may be cached for ever. */
  readonly code: string
  /** Without a pool its goods are on record, but not for sale. */
  readonly poolId: PoolId | null
  readonly archivedAt: Date | null
  readonly createdAt: Date
  readonly updatedAt: Date
}

export function toLocation(row: LocationEntity): Location {
  const { code, name, kind, latitude, longitude, pickUp, onHandOwner, figuresIncludeUnshipped, createdAt, updatedAt } = row
  return {
    id: toLocationId(row.id),
    code,
    name,
    kind,
    poolId: row.poolId ? toPoolId(row.poolId) : null,
    coordinates: typeof latitude === 'number' && typeof longitude === 'number' ? { latitude, longitude } : null,
    hours: row.hours ?? null,
    pickUp,
    onHandOwner,
    figuresIncludeUnshipped,
    archivedAt: row.archivedAt ?? null,
    createdAt,
    updatedAt,
  }
}

export function checkLocation(fields: Partial<LocationFields> & { readonly code: string }): CatalogueRefused | undefined {
  const { code, name, kind, coordinates, hours, onHandOwner } = fields
  return firstNo(
    checkCode(code, 'code'),
    name === undefined ? undefined : checkName(name),
    kind === undefined || locationKinds.includes(kind)
      ? undefined
      : invalid('kind', `kind must be ${locationKinds.join(' or ')}`),
    coordinates ? checkCoordinates(coordinates) : undefined,
    hours ? checkHours(hours) : undefined,
    onHandOwner === undefined ? undefined : checkText(onHandOwner, 'onHandOwner', catalogueLimits.codeLength),
  )
}

function checkCoordinates({ latitude, longitude }: Coordinates): CatalogueRefused | undefined {
  // Written so that NaN fails too.
  if (!(Math.abs(latitude) <= 90)) return invalid('coordinates.latitude', 'latitude must be from -90 to 90 degrees')
  if (!(Math.abs(longitude) <= 180)) return invalid('coordinates.longitude', 'longitude must be from -180 to 180 degrees')
  return undefined
}

function checkHours(hours: OpeningHours): CatalogueRefused | undefined {
  const fault = faultOfHours(hours)
  return fault && invalid(`hours.${fault.path}`, `hours.${fault.path} ${fault.message}`)
}
