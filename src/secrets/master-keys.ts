/** The keys that protect the keys of secrets. They live outside the database: a stolen dump opens nothing. */
export interface MasterKeys {
  /** New secrets are sealed under this one. */
  readonly current: MasterKey
  byId(id: string): MasterKey | undefined
}

export interface MasterKey {
  /** A short name that says which key a secret needs; no secret itself. */
  readonly id: string
  readonly bytes: Uint8Array
}

/** The text is no list of keys; the message says what is wrong, never what the text was. */
export class MasterKeyError extends Error {
  override readonly name = 'MasterKeyError'
}

const KEY_BYTES = 32
const ID = /^[a-z0-9][a-z0-9_-]{0,31}$/

/**
 * Reads `id:base64` pairs, one a line or separated by commas; the first is the current one. Older ones stay listed
 * until every secret has been wrapped anew. @throws MasterKeyError
 */
export function parseMasterKeys(text: string): MasterKeys {
  const entries = text
    .split(/[\n,]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
  const keys = entries.map(parseKey)
  const [current] = keys
  if (!current) throw new MasterKeyError('there is no master key: give at least one as id:base64')
  const byId = new Map(keys.map((key) => [key.id, key]))
  if (byId.size < keys.length) throw new MasterKeyError('two master keys have the same id')
  return { current, byId: (id) => byId.get(id) }
}

function parseKey(entry: string, n: number): MasterKey {
  const [id = '', encoded = ''] = entry.split(':', 2)
  if (!ID.test(id)) throw new MasterKeyError(`master key ${n + 1}: its id is 1 to 32 of a-z, 0-9, _ and -`)
  const bytes = new Uint8Array(Buffer.from(encoded, 'base64'))
  if (bytes.length !== KEY_BYTES) throw new MasterKeyError(`master key ${id}: it must be ${KEY_BYTES} bytes in base64`)
  return { id, bytes }
}
