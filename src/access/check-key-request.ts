import type { AccessRefused } from './refusal.ts'
import { refuseAccess } from './refusal.ts'
import type { Role } from './role.ts'

const NAME_LENGTH_MAX = 200
const LIMIT_ENTRIES_MAX = 200
const CODE_LENGTH_MAX = 200

export interface KeyRequest {
  /** The merchant's code; null only for a key that administers the installation alone. */
  readonly merchant: string | null
  readonly name: string
  readonly role: Role
  /** The only channels and locations the key may touch, by code; null is all of them. */
  readonly channels: readonly string[] | null
  readonly locations: readonly string[] | null
  readonly installation: boolean
  readonly expiresAt: Date | null
}

/** What is wrong with a wish for a key, if anything. */
export function checkKeyRequest(request: KeyRequest, now: Date): AccessRefused | undefined {
  const { merchant, name, role, channels, locations, installation, expiresAt } = request
  const invalid = (message: string, field: string): AccessRefused => refuseAccess('INVALID', message, field)
  if (name.trim() === '' || name.length > NAME_LENGTH_MAX || name.includes('\0'))
    return invalid(`name must be a text of 1 to ${NAME_LENGTH_MAX} characters`, 'name')
  if (merchant === null && !installation) return invalid('a key without the installation right needs a merchant', 'merchant')
  if (installation && (role !== 'admin' || channels !== null || locations !== null))
    return invalid('a key with the installation right is an unlimited admin', 'installation')
  if (!isSound(channels)) return invalid(`channels must name 1 to ${LIMIT_ENTRIES_MAX} channels, or be left out`, 'channels')
  if (!isSound(locations)) return invalid(`locations must name 1 to ${LIMIT_ENTRIES_MAX} locations, or be left out`, 'locations')
  if (expiresAt !== null && expiresAt <= now) return invalid('expiresAt must lie in the future', 'expiresAt')
  return undefined
}

/** An empty list would be a key that may touch nothing: more likely a slip than a wish. */
function isSound(codes: readonly string[] | null): boolean {
  if (codes === null) return true
  if (codes.length === 0 || codes.length > LIMIT_ENTRIES_MAX) return false
  return codes.every((code) => code.trim() !== '' && code.length <= CODE_LENGTH_MAX && !code.includes('\0'))
}
