import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { MasterKey, MasterKeys } from './master-keys.ts'

const ALGORITHM = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16
const KEY_BYTES = 32
const WRAPPED_BYTES = NONCE_BYTES + KEY_BYTES + TAG_BYTES
const FORMAT = 1

/** A sealed secret does not open: wrong place, changed bytes, or a master key that is no longer listed. */
export class SecretUnreadable extends Error {
  override readonly name = 'SecretUnreadable'
}

/**
 * Seals a secret under a data key of its own, and that under the current master key (AES-256-GCM both). `boundTo` names
 * the row it belongs to: moved to another row or merchant it does not open.
 * Layout: format, length of the master key's id, the id, nonce + wrapped data key + tag, nonce + secret + tag.
 */
export function seal(secret: Uint8Array, { keys, boundTo }: { readonly keys: MasterKeys; readonly boundTo: string }): Uint8Array {
  const dataKey = randomBytes(KEY_BYTES)
  return join(keys.current, wrap(dataKey, keys.current, boundTo), encrypt(secret, { key: dataKey, boundTo }))
}

/** @throws SecretUnreadable */
export function open(sealed: Uint8Array, { keys, boundTo }: { readonly keys: MasterKeys; readonly boundTo: string }): Uint8Array {
  const { masterKey, wrapped, body } = parts(sealed, keys)
  return decrypt(body, { key: unwrap(wrapped, masterKey, boundTo), boundTo })
}

/** The same secret under the current master key; undefined when it is under that one already. @throws SecretUnreadable */
export function rewrap(
  sealed: Uint8Array,
  { keys, boundTo }: { readonly keys: MasterKeys; readonly boundTo: string },
): Uint8Array | undefined {
  const { masterKey, wrapped, body } = parts(sealed, keys)
  if (masterKey.id === keys.current.id) return undefined
  return join(keys.current, wrap(unwrap(wrapped, masterKey, boundTo), keys.current, boundTo), body)
}

function join(masterKey: MasterKey, wrapped: Uint8Array, body: Uint8Array): Uint8Array {
  const id = Buffer.from(masterKey.id, 'ascii')
  return new Uint8Array(Buffer.concat([Buffer.from([FORMAT, id.length]), id, wrapped, body]))
}

function parts(sealed: Uint8Array, keys: MasterKeys): { masterKey: MasterKey; wrapped: Uint8Array; body: Uint8Array } {
  const idEnd = 2 + (sealed[1] ?? 0)
  if (sealed[0] !== FORMAT || sealed.length < idEnd + WRAPPED_BYTES + NONCE_BYTES + TAG_BYTES) {
    throw new SecretUnreadable('this is no sealed secret')
  }
  const id = Buffer.from(sealed.subarray(2, idEnd)).toString('ascii')
  const masterKey = keys.byId(id)
  if (!masterKey) throw new SecretUnreadable('the master key this secret needs is not listed any more')
  return { masterKey, wrapped: sealed.subarray(idEnd, idEnd + WRAPPED_BYTES), body: sealed.subarray(idEnd + WRAPPED_BYTES) }
}

function wrap(dataKey: Uint8Array, masterKey: MasterKey, boundTo: string): Uint8Array {
  return encrypt(dataKey, { key: masterKey.bytes, boundTo: `key of ${boundTo}` })
}

function unwrap(wrapped: Uint8Array, masterKey: MasterKey, boundTo: string): Uint8Array {
  return decrypt(wrapped, { key: masterKey.bytes, boundTo: `key of ${boundTo}` })
}

function encrypt(plain: Uint8Array, { key, boundTo }: { key: Uint8Array; boundTo: string }): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(boundTo))
  return new Uint8Array(Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]))
}

function decrypt(sealed: Uint8Array, { key, boundTo }: { key: Uint8Array; boundTo: string }): Uint8Array {
  const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, NONCE_BYTES)).setAAD(Buffer.from(boundTo))
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
  try {
    const body = sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES)
    return new Uint8Array(Buffer.concat([decipher.update(body), decipher.final()]))
  } catch (cause) {
    throw new SecretUnreadable('the secret was changed, or moved to where it does not belong', { cause })
  }
}
