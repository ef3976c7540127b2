import type { Random } from '../shared/random.ts'
import { Sessions, type Session } from '../shared/sessions.ts'

export interface Refreshing {
  readonly now: Date
  /** Whether a refresh gives a new refresh token, and whether an old one still works; neither is documented. */
  readonly rotates: boolean
  readonly oldWorks: boolean
}

/** A token lives thirty days. */
export class PddSessions extends Sessions {
  readonly #oldRefreshTokens = new Map<string, string>()

  constructor(random: Random) {
    super({
      lifeMs: 30 * 86_400_000,
      newSession: () => random.hex(40),
      newRefreshToken: () => random.hex(40),
      newCode: () => random.hex(32),
    })
  }

  refresh(refreshToken: string, { now, rotates, oldWorks }: Refreshing): Session | null {
    const current = this.byRefreshToken(refreshToken)
    const shopId = current?.shopId ?? (oldWorks ? this.#oldRefreshTokens.get(refreshToken) : undefined)
    if (shopId === undefined) return null
    if (!rotates) return this.grant(shopId, now, refreshToken)
    this.#oldRefreshTokens.set(refreshToken, shopId)
    return this.grant(shopId, now)
  }
}
