export const accessRefusalCodes = ['INVALID', 'UNKNOWN_MERCHANT', 'UNKNOWN_API_KEY'] as const

/** A "no" about credentials. */
export interface AccessRefused {
  readonly kind: 'refused'
  readonly code: (typeof accessRefusalCodes)[number]
  readonly message: string
  readonly field?: string
}

export function refuseAccess(code: AccessRefused['code'], message: string, field?: string): AccessRefused {
  return { kind: 'refused', code, message, ...(field === undefined ? {} : { field }) }
}
