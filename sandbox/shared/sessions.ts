export interface Session {
  readonly shopId: string
  readonly session: string
  readonly refreshToken: string
  readonly expiresAt: Date
}

/** What a platform's tokens and codes look like, and how long a token lives. */
export interface TokenStyle {
  readonly lifeMs: number
  newSession(): string
  newRefreshToken(): string
  newCode(): string
}

/** The authorisations of one application: one live token a shop, and the codes sellers were given. */
export class Sessions {
  readonly #style: TokenStyle
  readonly #byShop = new Map<string, Session>()
  readonly #bySession = new Map<string, Session>()
  readonly #codes = new Map<string, string>()

  constructor(style: TokenStyle) {
    this.#style = style
  }

  grant(shopId: string, now: Date, refreshToken?: string): Session {
    const session = this.#style.newSession()
    const expiresAt = new Date(now.getTime() + this.#style.lifeMs)
    return this.#put({ shopId, session, refreshToken: refreshToken ?? this.#style.newRefreshToken(), expiresAt })
  }

  /** The same token lives as long again. */
  prolong(session: Session, now: Date): Session {
    return this.#put({ ...session, expiresAt: new Date(now.getTime() + this.#style.lifeMs) })
  }

  end(shopId: string): void {
    this.#put({ ...this.of(shopId), expiresAt: new Date(0) })
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

  byRefreshToken(refreshToken: string): Session | null {
    return [...this.#byShop.values()].find((each) => each.refreshToken === refreshToken) ?? null
  }

  /** What a seller hands over at the consent page; good for one exchange. */
  issueCode(shopId: string): string {
    const code = this.#style.newCode()
    this.#codes.set(code, shopId)
    return code
  }

  exchange(code: string, now: Date): Session | null {
    const shopId = this.#codes.get(code)
    this.#codes.delete(code)
    return shopId === undefined ? null : this.grant(shopId, now)
  }

  #put(session: Session): Session {
    const before = this.#byShop.get(session.shopId)
    if (before) this.#bySession.delete(before.session)
    this.#byShop.set(session.shopId, session)
    this.#bySession.set(session.session, session)
    return session
  }
}
