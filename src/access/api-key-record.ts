import type { Role } from './role.ts'

/** What may be told of a key once it has been made. */
export interface ApiKey {
  readonly id: string
  readonly name: string
  readonly role: Role
  /** Its first characters, to tell one's keys apart. */
  readonly shownPrefix: string
  readonly channels: readonly string[] | null
  readonly locations: readonly string[] | null
  readonly installation: boolean
  readonly createdAt: Date
  readonly expiresAt: Date | null
  readonly revokedAt: Date | null
  /** To the minute. */
  readonly lastUsedAt: Date | null
}
