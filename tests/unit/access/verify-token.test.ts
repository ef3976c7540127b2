import { createHmac, createPublicKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { JumpingClock } from '../../support/jumping-clock.ts'
import { tokenIssuer, type TokenChanges } from '../../support/token-issuer.ts'
import { readTokenKeys, TokenKeysError } from '../../../src/access/token-keys.ts'
import { createTokenVerifier } from '../../../src/access/verify-token.ts'

const clock = new JumpingClock(new Date('2026-11-20T08:00:00Z'))
const now = clock.now()
const nowS = now.getTime() / 1_000

describe('a signed token', () => {
  it.each(['EdDSA', 'ES256', 'RS256'] as const)('is taken when it is signed with %s', async (alg) => {
    const issuer = await tokenIssuer(alg)
    const claims = await createTokenVerifier(issuer.rules, clock)(await issuer.sign(now, { channels: ['tmall'] }))
    expect(claims).toMatchObject({ subject: 'anna', merchant: 'test', role: 'operator', channels: ['tmall'], locations: null })
  })

  it.each<[string, TokenChanges, string]>([
    ['has expired', { iat: nowS - 600, exp: nowS - 300 }, 'expired'],
    ['is for another audience', { aud: 'someone else' }, 'refused'],
    ['is of another issuer', { iss: 'https://evil.example' }, 'refused'],
    ['was issued in the future', { iat: nowS + 3_600, exp: nowS + 7_200 }, 'refused'],
    ['is not valid yet', { nbf: nowS + 3_600 }, 'refused'],
    ['never expires', { exp: undefined }, 'refused'],
    ['does not say when it was issued', { iat: undefined }, 'refused'],
    ['has no subject', { sub: undefined }, 'refused'],
    ['names no merchant', { merchant: undefined }, 'refused'],
    ['has an unknown role', { role: 'root' }, 'refused'],
    ['limits itself to nothing', { channels: [] }, 'refused'],
  ])('is refused when it %s', async (_, claims, outcome) => {
    const issuer = await tokenIssuer()
    expect(await createTokenVerifier(issuer.rules, clock)(await issuer.sign(now, claims))).toBe(outcome)
  })

  it('is refused once it is older than a day, whatever it says of its end', async () => {
    const issuer = await tokenIssuer()
    const token = await issuer.sign(now, { iat: nowS - 90_000, exp: nowS + 90_000 })
    expect(await createTokenVerifier(issuer.rules, clock)(token)).not.toBeTypeOf('object')
  })

  it('is refused when someone else signed it', async () => {
    const [issuer, stranger] = [await tokenIssuer(), await tokenIssuer()]
    expect(await createTokenVerifier(issuer.rules, clock)(await stranger.sign(now))).toBe('refused')
  })

  it('is refused unsigned, and signed with the public key as if it were a shared secret', async () => {
    const issuer = await tokenIssuer('RS256')
    const verify = createTokenVerifier(issuer.rules, clock)
    const [, payload = ''] = (await issuer.sign(now)).split('.')
    const [jwk] = issuer.rules.keys.keys
    const pem = createPublicKey({ key: { ...jwk }, format: 'jwk' }).export({ type: 'spki', format: 'pem' })
    const head = (alg: string) => Buffer.from(JSON.stringify({ alg })).toString('base64url')
    const confused = `${head('HS256')}.${payload}`
    expect(await verify(`${head('none')}.${payload}.`)).toBe('refused')
    expect(await verify(`${confused}.${createHmac('sha256', pem).update(confused).digest('base64url')}`)).toBe('refused')
    expect(await verify('not a token')).toBe('refused')
  })
})

describe('the keys of the issuer', () => {
  it('are read from a key set and from PEM', async () => {
    const { keys } = (await tokenIssuer()).rules
    const pem = createPublicKey({ key: { ...keys.keys[0] }, format: 'jwk' }).export({ type: 'spki', format: 'pem' })
    expect(readTokenKeys(JSON.stringify(keys)).keys).toHaveLength(1)
    expect(readTokenKeys(pem.toString()).keys[0]).toMatchObject({ kty: 'OKP', crv: 'Ed25519' })
  })

  it.each([
    ['a shared secret', '{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}'],
    ['a private key', '{"keys":[{"kty":"OKP","crv":"Ed25519","x":"abc","d":"planted"}]}'],
    ['a private key in PEM', '-----BEGIN PRIVATE KEY-----\nplanted\n-----END PRIVATE KEY-----'],
    ['something else', 'planted'],
  ])('are refused as %s, without being shown', (_, text) => {
    expect(() => readTokenKeys(text)).toThrow(TokenKeysError)
    expect(() => readTokenKeys(text)).not.toThrow(/planted/)
  })
})
