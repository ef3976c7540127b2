import type { Authorisation } from './authorisation.ts'

const DAY_MS = 86_400_000
/** An operator is told this many days before something ends. */
const noticesDays = [1, 7, 30] as const

export interface AuthorisationHealth {
  readonly state: 'none' | 'valid' | 'ended'
  /** Everything that ends at a time of its own, what ends first at the beginning. */
  readonly permissions: readonly PermissionHealth[]
}

export interface PermissionHealth {
  /** `access`, `refresh`, or a permission level as the platform calls it, such as `w2`. */
  readonly name: string
  readonly expiresAt: Date
  /** Whole days left, rounded down; 0 when it has ended. */
  readonly daysLeft: number
  /** 30, 7 or 1 once no more days are left than that; null before, and while it is renewed without anybody's help. */
  readonly noticeDays: number | null
}

export function authorisationHealth(authorisation: Authorisation | undefined, now: Date): AuthorisationHealth {
  if (!authorisation) return { state: 'none', permissions: [] }
  const { expiresAtMs, refreshExpiresAtMs, refreshable, levels, endedAtMs } = authorisation
  const nowMs = now.getTime()
  const ends = [
    { name: 'access', expiresAtMs, renewed: refreshable },
    { name: 'refresh', expiresAtMs: refreshExpiresAtMs, renewed: false },
    ...levels.map((level) => ({ ...level, renewed: refreshable })),
  ]
  const permissions = ends
    .flatMap(({ name, expiresAtMs: endMs, renewed }) =>
      endMs === null ? [] : [permissionOf({ name, endMs, renewed: renewed && endedAtMs === null, nowMs })],
    )
    .toSorted((a, b) => a.expiresAt.getTime() - b.expiresAt.getTime())
  const over = endedAtMs !== null || (expiresAtMs !== null && expiresAtMs <= nowMs)
  return { state: over ? 'ended' : 'valid', permissions }
}

interface Ending {
  readonly name: string
  readonly endMs: number
  readonly renewed: boolean
  readonly nowMs: number
}

function permissionOf({ name, endMs, renewed, nowMs }: Ending): PermissionHealth {
  const daysLeft = Math.max(0, Math.floor((endMs - nowMs) / DAY_MS))
  const notice = noticesDays.find((days) => endMs - nowMs <= days * DAY_MS) ?? null
  return { name, expiresAt: new Date(endMs), daysLeft, noticeDays: renewed && endMs > nowMs ? null : notice }
}
