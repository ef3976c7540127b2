export const allocationRefusalCodes = [
  'INVALID',
  'KEY_REUSED',
  'RULES_CHANGED',
  'TOO_MANY_RULES',
  'UNKNOWN_CHANNEL',
  'UNKNOWN_LISTING',
  'UNKNOWN_RULE',
  'UNKNOWN_SKU',
  'ARCHIVED_SKU',
  'UNKNOWN_TAG',
  'UNKNOWN_VERSION',
] as const
export type AllocationRefusalCode = (typeof allocationRefusalCodes)[number]

/** A "no" about rules that changed nothing: what is at fault, and what to do about it. */
export interface AllocationRefused {
  readonly kind: 'refused'
  readonly code: AllocationRefusalCode
  readonly message: string
  /** The path of the argument at fault, as `rules.0.channels.1.capUnits`. */
  readonly field?: string
}

/** Answers are kept as JSON, which PostgreSQL takes only without zero characters and halves of characters. */
export function refuseRules(code: AllocationRefusalCode, text: string, field?: string): AllocationRefused {
  const message = text.toWellFormed().replaceAll('\0', '\ufffd')
  return { kind: 'refused', code, message, ...(field === undefined ? {} : { field }) }
}
