import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import type { TokenRules } from '../../src/access/verify-token.ts'

/** `undefined` leaves a claim out. */
export type TokenChanges = Readonly<Record<string, unknown>>

export interface TokenIssuer {
  readonly rules: TokenRules
  /** A token for five minutes from `now`; `claims` replace what it says by default. */
  sign(now: Date, claims?: TokenChanges): Promise<string>
}

export async function tokenIssuer(alg: 'EdDSA' | 'ES256' | 'RS256' = 'EdDSA'): Promise<TokenIssuer> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true })
  const rules = { issuer: 'https://id.example', audience: 'onepool', keys: { keys: [await exportJWK(publicKey)] } }
  return {
    rules,
    sign(now, claims = {}) {
      const iat = Math.floor(now.getTime() / 1_000)
      const usual = {
        iss: rules.issuer,
        aud: rules.audience,
        sub: 'anna',
        iat,
        exp: iat + 300,
        merchant: 'test',
        role: 'operator',
      }
      return new SignJWT({ ...usual, ...claims }).setProtectedHeader({ alg }).sign(privateKey)
    },
  }
}
