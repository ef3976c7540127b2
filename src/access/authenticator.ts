import DataLoader from 'dataloader'
import type { Clock } from '../clock.ts'
import type { Em } from '../db/orm.ts'
import type { Log } from '../log.ts'
import { hashCredential, looksLikeApiKey } from './api-key.ts'
import { findKeys, findTokenMerchant, markUsed, type StoredKey } from './find-credentials.ts'
import type { Principal } from './principal.ts'
import type { TokenClaims, VerifyToken } from './verify-token.ts'

export interface Denied {
  readonly kind: 'denied'
  readonly reason: 'missing' | 'expired' | 'invalid'
}

interface Known {
  readonly principal: Principal
  readonly expiresAtMs: number
  readonly checkedAtMs: number
}

/** A revoked credential is let in for at most this long, by a process that had just seen it. */
const TRUST_MS = 2_000
const LAST_USED_GRAIN_MS = 60_000
const KNOWN_MAX = 10_000
const LOOKUPS_AT_ONCE_MAX = 500
/** `Bearer` and a credential: tokens are below 8 KB, like all headers together. */
const BEARER = /^Bearer +([\x21-\x7e]{1,8192})$/i

/** Tells who sends a request, by its `Authorization` header and nothing else. */
export class Authenticator {
  readonly #em: Em
  readonly #clock: Clock
  readonly #log: Log
  readonly #verifyToken: VerifyToken
  /** By the credential's hash, so that secrets do not lie around in memory. Only good ones: a flood of guesses evicts nobody. */
  readonly #known = new Map<string, Known>()
  readonly #underWay = new Map<string, Promise<Known | Denied>>()
  /** Guesses that come in together cost one statement together. */
  readonly #keys: DataLoader<Buffer, StoredKey | undefined>

  constructor(parts: { readonly em: Em; readonly clock: Clock; readonly log: Log; readonly verifyToken: VerifyToken }) {
    this.#em = parts.em
    this.#clock = parts.clock
    this.#log = parts.log
    this.#verifyToken = parts.verifyToken
    this.#keys = new DataLoader((hashes) => findKeys(this.#em.fork(), hashes), {
      cache: false,
      maxBatchSize: LOOKUPS_AT_ONCE_MAX,
    })
  }

  async authenticate(authorization: string | undefined): Promise<Principal | Denied> {
    if (authorization === undefined || authorization === '') return denied('missing')
    const credential = BEARER.exec(authorization)?.[1]
    if (credential === undefined) return denied('invalid')
    const id = hashCredential(credential).toString('base64')
    const nowMs = this.#clock.now().getTime()
    const known = this.#known.get(id)
    const isFresh = known !== undefined && nowMs - known.checkedAtMs < TRUST_MS
    const found = isFresh ? known : await this.#lookUp(id, credential)
    if ('kind' in found) return found
    return found.expiresAtMs > nowMs ? found.principal : denied('expired')
  }

  /** One look-up at a time for a credential: a busy key asks once per `TRUST_MS`, not once per request. */
  #lookUp(id: string, credential: string): Promise<Known | Denied> {
    const underWay = this.#underWay.get(id)
    if (underWay) return underWay
    const lookup = this.#check(credential)
      .then((found) => this.#remember(id, found))
      .finally(() => this.#underWay.delete(id))
    this.#underWay.set(id, lookup)
    return lookup
  }

  #remember(id: string, found: Known | Denied): Known | Denied {
    this.#known.delete(id)
    if ('kind' in found) return found
    const [oldest] = this.#known.keys()
    if (oldest !== undefined && this.#known.size >= KNOWN_MAX) this.#known.delete(oldest)
    this.#known.set(id, found)
    return found
  }

  async #check(credential: string): Promise<Known | Denied> {
    const checkedAtMs = this.#clock.now().getTime()
    if (looksLikeApiKey(credential)) return this.#checkKey(await this.#keys.load(hashCredential(credential)), checkedAtMs)
    const claims = await this.#verifyToken(credential)
    if (claims === 'expired') return denied('expired')
    return claims === 'refused' ? denied('invalid') : this.#checkClaims(claims, checkedAtMs)
  }

  #checkKey(key: StoredKey | undefined, checkedAtMs: number): Known | Denied {
    if (!key || key.revoked) return denied('invalid')
    if (checkedAtMs - (key.lastUsedAtMs ?? 0) >= LAST_USED_GRAIN_MS) void this.#markUsed(key.id)
    return { principal: key.principal, expiresAtMs: key.expiresAtMs ?? Number.POSITIVE_INFINITY, checkedAtMs }
  }

  async #checkClaims(claims: TokenClaims, checkedAtMs: number): Promise<Known | Denied> {
    const { subject, role, channels, locations, expiresAtMs } = claims
    const merchant = await findTokenMerchant(this.#em.fork(), claims)
    if (!merchant) return denied('invalid')
    const principal = { actor: `token:${subject}`, role, merchant, installation: false, channels, locations }
    return { principal, expiresAtMs, checkedAtMs }
  }

  /** Nobody waits for this, and a request does not fail because of it. */
  async #markUsed(id: string): Promise<void> {
    try {
      await markUsed(this.#em.fork(), id, this.#clock.now())
    } catch (error) {
      this.#log.warn({ err: error }, 'the last use of an API key could not be written down')
    }
  }
}

function denied(reason: Denied['reason']): Denied {
  return { kind: 'denied', reason }
}
