import { createPublicKey } from 'node:crypto'
import type { JSONWebKeySet } from 'jose'
import { z } from 'zod'

/** The keys cannot be used; the message says why, and never shows them. */
export class TokenKeysError extends Error {
  override readonly name = 'TokenKeysError'
}

const KeySet = z.object({
  keys: z.array(z.looseObject({ kty: z.enum(['RSA', 'EC', 'OKP']) })).min(1),
})

/**
 * Reads the issuer's public keys: a JSON Web Key Set, or one public key in PEM.
 * A secret among them is refused: whoever can read a shared secret could also sign.
 * @throws TokenKeysError
 */
export function readTokenKeys(text: string): JSONWebKeySet {
  const keys = text.trimStart().startsWith('{') ? readKeySet(text) : { keys: [readPem(text)] }
  if (keys.keys.some((key) => 'd' in key || 'k' in key)) throw new TokenKeysError('the token keys contain a private key')
  return keys
}

function readKeySet(text: string): JSONWebKeySet {
  try {
    return KeySet.parse(JSON.parse(text))
  } catch (cause) {
    throw new TokenKeysError('the token keys are no JSON Web Key Set of public RSA, EC or OKP keys', { cause })
  }
}

function readPem(text: string) {
  if (text.includes('PRIVATE KEY')) throw new TokenKeysError('the token keys contain a private key')
  try {
    const { kty, ...rest } = createPublicKey(text).export({ format: 'jwk' })
    if (kty === undefined) throw new Error('a key without a type')
    return { kty, ...rest }
  } catch (cause) {
    throw new TokenKeysError('the token keys are neither a JSON Web Key Set nor a public key in PEM', { cause })
  }
}
