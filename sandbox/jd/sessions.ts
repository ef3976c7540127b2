import type { Random } from '../shared/random.ts'

export interface Session {
  readonly shopId: string
  readonly session: string
  readonly refreshToken: string
  readonly expiresAt: Date
}

const lifeMs = 365 * 86_400_000

/** The authorisations of the application: one live token a shop. */
export class Sessions {
  readonly #random: Random
  readonly #byShop = new Map<string, Session>()
  readonly #codes = new Map<string, string>()

  constructor(random: Random) {
    this.#random = random
  }

  grant(shopId: string, now: Date): Session {
    const tokens = { session: this.#random.hex(32), refreshToken: this.#random.hex(32) }
    const session = { shopId, ...tokens, expiresAt: new Date(now.getTime() + lifeMs) }
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
    const code = this.#random.hex(6)
    this.#codes.set(code, shopId)
    return code
  }

  exchange(code: string, now: Date): Session | null {
    const shopId = this.#codes.get(code)
    this.#codes.delete(code)
    return shopId === undefined ? null : this.grant(shopId, now)
  }

  /** `keep`: the same values live longer, as JD's logistics documents say; else both change. */
  refresh(refreshToken: string, { now, keep }: { readonly now: Date; readonly keep: boolean }): Session | null {
    const found = [...this.#byShop.values()].find((each) => each.refreshToken === refreshToken)
    if (!found) return null
    if (!keep) return this.grant(found.shopId, now)
    const longer = { ...found, expiresAt: new Date(now.getTime() + lifeMs) }
    this.#byShop.set(found.shopId, longer)
    return longer
  }

  end(shopId: string): void {
    this.#byShop.set(shopId, { ...this.of(shopId), expiresAt: new Date(0) })
  }
}
