export const catalogueRefusalCodes = [
  'INVALID',
  'CODE_TAKEN',
  'UNKNOWN_SKU',
  'ARCHIVED_SKU',
  'UNKNOWN_POOL',
  'UNKNOWN_LOCATION',
  'ARCHIVED_LOCATION',
  'LOCATION_OUTSIDE_POOL',
  'LOCATION_HAS_STOCK',
  'LOCATION_IS_DEFAULT',
  'UNKNOWN_RECIPE',
  'ARCHIVED_RECIPE',
  'EFFECTIVE_TOO_EARLY',
  'GIFT_IN_SET',
] as const
export type CatalogueRefusalCode = (typeof catalogueRefusalCodes)[number]

/** A "no" that changed nothing: which argument is at fault, and what to do about it. */
export interface CatalogueRefused {
  readonly kind: 'refused'
  readonly code: CatalogueRefusalCode
  /** The path of the argument, as `components.1.sku`. */
  readonly field: string
  readonly message: string
}

export function refusedBy(field: string, code: CatalogueRefusalCode, message: string): CatalogueRefused {
  return { kind: 'refused', code, field, message }
}

export function invalid(field: string, message: string): CatalogueRefused {
  return refusedBy(field, 'INVALID', message)
}

/** The first check that says no, if any. */
export function firstNo(...checks: readonly (CatalogueRefused | undefined)[]): CatalogueRefused | undefined {
  return checks.find((check) => check !== undefined)
}
