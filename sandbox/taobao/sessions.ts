import type { Random } from '../shared/random.ts'
import { Sessions, type Session } from '../shared/sessions.ts'

/** A token lives thirty days and may lose its write level before; a refresh token works once. */
export class TaobaoSessions extends Sessions {
  /** Tokens that may only read any more. */
  readonly #readOnly = new Set<string>()

  constructor(random: Random) {
    super({
      lifeMs: 30 * 86_400_000,
      newSession: () => `6100${random.hex(44)}`,
      newRefreshToken: () => `6101${random.hex(44)}`,
      newCode: () => random.hex(32),
    })
  }

  refresh(refreshToken: string, now: Date): Session | null {
    const found = this.byRefreshToken(refreshToken)
    return found && this.grant(found.shopId, now)
  }

  mayWrite({ session }: Session): boolean {
    return !this.#readOnly.has(session)
  }

  /** Write permissions may end long before the session does. */
  endWrites(shopId: string): void {
    this.#readOnly.add(this.of(shopId).session)
  }
}
