import type { Role } from './role.ts'

/** Whoever makes a request, as the credential proves it. Nothing else in a request can say which merchant it is about. */
export interface Principal {
  /** What ledgers and audits call it: `key:12`, `token:anna@example.com`. */
  readonly actor: string
  readonly role: Role
  /** Null for a key that administers the installation alone. */
  readonly merchant: MerchantRef | null
  /** May create merchants, and keys of any of them. */
  readonly installation: boolean
  /** Codes of the only channels and locations it may touch; null is all of them. */
  readonly channels: readonly string[] | null
  readonly locations: readonly string[] | null
}

export interface MerchantRef {
  readonly id: string
  readonly code: string
  readonly schema: string
}

export function isLimited({ channels, locations }: Principal): boolean {
  return channels !== null || locations !== null
}
