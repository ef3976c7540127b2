import { createHash, randomBytes } from 'node:crypto'

const PREFIX = 'op_'
const SHAPE = /^op_[A-Za-z0-9_-]{43}$/
/** Enough of a key to tell one's keys apart, and far too little to guess the rest. */
const SHOWN_LENGTH = 9

export interface FreshKey {
  /** The secret itself: shown once, stored nowhere. */
  readonly key: string
  readonly hash: Buffer
  readonly shownPrefix: string
}

export function makeApiKey(): FreshKey {
  const key = `${PREFIX}${randomBytes(32).toString('base64url')}`
  return { key, hash: hashCredential(key), shownPrefix: key.slice(0, SHOWN_LENGTH) }
}

export function looksLikeApiKey(text: string): boolean {
  return SHAPE.test(text)
}

/** A plain hash is enough for 256 random bits: there is no dictionary to try. */
export function hashCredential(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
