import type { Random } from '../shared/random.ts'
import { Sessions, type Session } from '../shared/sessions.ts'

/** A token lives a year; a code is short. */
export class JdSessions extends Sessions {
  constructor(random: Random) {
    super({
      lifeMs: 365 * 86_400_000,
      newSession: () => random.hex(32),
      newRefreshToken: () => random.hex(32),
      newCode: () => random.hex(6),
    })
  }

  /** `keep`: the same values live longer, as JD's logistics documents say; else both change. */
  refresh(refreshToken: string, { now, keep }: { readonly now: Date; readonly keep: boolean }): Session | null {
    const found = this.byRefreshToken(refreshToken)
    if (!found) return null
    return keep ? this.prolong(found, now) : this.grant(found.shopId, now)
  }
}
