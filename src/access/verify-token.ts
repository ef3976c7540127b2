import { createLocalJWKSet, errors, jwtVerify, type JSONWebKeySet } from 'jose'
import { z } from 'zod'
import type { Clock } from '../clock.ts'
import { roles, type Role } from './role.ts'

/** Whose tokens count. Without such rules none does. */
export interface TokenRules {
  readonly issuer: string
  readonly audience: string
  readonly keys: JSONWebKeySet
}

export interface TokenClaims {
  readonly subject: string
  readonly merchant: string
  readonly role: Role
  readonly channels: readonly string[] | null
  readonly locations: readonly string[] | null
  readonly expiresAtMs: number
}

export type VerifyToken = (token: string) => Promise<TokenClaims | 'expired' | 'refused'>

/** Public-key signatures alone: with a shared secret in the list, a public key could be passed off as one. */
const ALGORITHMS = ['EdDSA', 'ES256', 'RS256']
/** A token that lives for longer is a key nobody can revoke. */
const AGE_MAX_S = 86_400
/** Two machines' clocks may differ by this much. */
const TOLERANCE_S = 5

const Codes = z.array(z.string().min(1).max(200)).min(1).max(200)
const Claims = z.object({
  sub: z.string().min(1).max(200),
  exp: z.number(),
  merchant: z.string().min(1).max(40),
  role: z.enum(roles),
  channels: Codes.optional(),
  locations: Codes.optional(),
})

export function createTokenVerifier({ issuer, audience, keys }: TokenRules, clock: Clock): VerifyToken {
  const keyOf = createLocalJWKSet(keys)
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keyOf, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        currentDate: clock.now(),
        clockTolerance: TOLERANCE_S,
        // With a greatest age comes the check that `iat` is there and does not lie in the future.
        maxTokenAge: AGE_MAX_S,
        requiredClaims: ['exp', 'iat', 'sub'],
      })
      const claims = Claims.safeParse(payload)
      if (!claims.success) return 'refused'
      const { sub: subject, exp, merchant, role, channels = null, locations = null } = claims.data
      return { subject, merchant, role, channels, locations, expiresAtMs: exp * 1_000 }
    } catch (error) {
      if (error instanceof errors.JWTExpired) return 'expired'
      if (error instanceof errors.JOSEError) return 'refused'
      throw error
    }
  }
}
