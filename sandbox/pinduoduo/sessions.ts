import type { Random } from '../shared/random.ts'

export interface Session {
  readonly shopId: string
  readonly session: string
  readonly refreshToken: string
  readonly expiresAt: Date
}

export interface Refreshing {
  readonly now: Date
  /** Whether a refresh gives a new refresh token, and whether an old one still works; neither is documented. */
  readonly rotates: boolean
  readonly oldWorks: boolean
}

const lifeMs = 30 * 86_400_000

/** The authorisations of the application: one live token a shop. */
export class Sessions {
  readonly #random: Random
  readonly #byShop = new Map<string, Session>()
  readonly #bySession = new Map<string, Session>()
  readonly #codes = new Map<string, string>()
  readonly #oldRefreshTokens = new Map<string, string>()

  constructor(random: Random) {
    this.#random = random
  }

  grant(shopId: string, now: Date, refreshToken = this.#random.hex(40)): Session {
    const before = this.#byShop.get(shopId)
    if (before) this.#bySession.delete(before.session)
    const session = { shopId, session: this.#random.hex(40), refreshToken, expiresAt: new Date(now.getTime() + lifeMs) }
    this.#byShop.set(shopId, session)
    this.#bySession.set(session.session, session)
    return session
  }

  of(shopId: string): Session {
    const session = this.#byShop.get(shopId)
    if (!session) throw new Error(`shop ${shopId} has not authorised the application`)
    return session
  }

  find(session: string, now: Date): Session | null {
    const found = this.#bySession.get(session)
    return found && found.expiresAt > now ? found : null
  }

  /** What a seller hands over at the consent page; good for one exchange. */
  issueCode(shopId: string): string {
    const code = this.#random.hex(32)
    this.#codes.set(code, shopId)
    return code
  }

  exchange(code: string, now: Date): Session | null {
    const shopId = this.#codes.get(code)
    this.#codes.delete(code)
    return shopId === undefined ? null : this.grant(shopId, now)
  }

  refresh(refreshToken: string, { now, rotates, oldWorks }: Refreshing): Session | null {
    const current = [...this.#byShop.values()].find((each) => each.refreshToken === refreshToken)
    const shopId = current?.shopId ?? (oldWorks ? this.#oldRefreshTokens.get(refreshToken) : undefined)
    if (shopId === undefined) return null
    if (!rotates) return this.grant(shopId, now, refreshToken)
    this.#oldRefreshTokens.set(refreshToken, shopId)
    return this.grant(shopId, now)
  }

  end(shopId: string): void {
    const ended = { ...this.of(shopId), expiresAt: new Date(0) }
    this.#byShop.set(shopId, ended)
    this.#bySession.set(ended.session, ended)
  }
}
