import type { Random } from '../shared/random.ts'

export interface Session {
  readonly shopId: string
  readonly session: string
  readonly refreshToken: string
  readonly expiresAt: Date
  /** Write permissions may end long before the session does. */
  readonly writesUntil: Date
}

/** The authorisations of the application: one live session a shop. A refresh token works once. */
export class Sessions {
  readonly #random: Random
  readonly #lifeMs: number
  readonly #byShop = new Map<string, Session>()
  readonly #codes = new Map<string, string>()

  constructor(random: Random, lifeMs: number) {
    this.#random = random
    this.#lifeMs = lifeMs
  }

  grant(shopId: string, now: Date): Session {
    const expiresAt = new Date(now.getTime() + this.#lifeMs)
    const session = {
      shopId,
      session: `6100${this.#random.hex(44)}`,
      refreshToken: `6101${this.#random.hex(44)}`,
      expiresAt,
      writesUntil: expiresAt,
    }
    this.#byShop.set(shopId, session)
    return session
  }

  of(shopId: string): Session {
    const session = this.#byShop.get(shopId)
    if (!session) throw new Error(`shop ${shopId} has not authorised the application`)
    return session
  }

  find(session: string, now: Date): Session | null {
    const found = [...this.#byShop.values()].find((each) => each.session === session)
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

  refresh(refreshToken: string, now: Date): Session | null {
    const found = [...this.#byShop.values()].find((each) => each.refreshToken === refreshToken)
    return found ? this.grant(found.shopId, now) : null
  }

  end(shopId: string): void {
    this.#byShop.set(shopId, { ...this.of(shopId), expiresAt: new Date(0) })
  }

  endWrites(shopId: string): void {
    this.#byShop.set(shopId, { ...this.of(shopId), writesUntil: new Date(0) })
  }
}
