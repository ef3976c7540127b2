import { BadInputError } from '../errors.ts'

const CURSOR_LENGTH_MAX = 2_000

/** A cursor names its list: in another list it would skip entries without a word. */
export function encodeCursor(list: string, key: string): string {
  return Buffer.from(JSON.stringify([list, key])).toString('base64url')
}

/** The key in a cursor of this list; null for the beginning. @throws BadInputError for any other text. */
export function decodeCursor(list: string, cursor: string | null | undefined): string | null {
  if (cursor === null || cursor === undefined) return null
  const parsed = parse(cursor)
  if (!Array.isArray(parsed)) throw notOurs()
  const [of, key]: unknown[] = parsed
  if (of !== list || typeof key !== 'string' || key.includes('\0')) throw notOurs()
  return key
}

function parse(cursor: string): unknown {
  if (cursor.length > CURSOR_LENGTH_MAX) throw notOurs()
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    throw notOurs()
  }
}

function notOurs(): BadInputError {
  return new BadInputError('after must be a cursor of this list', 'after')
}
