import type { Application } from './connect.ts'
import { refuseChannel, type ChannelRefused } from './refusal.ts'

const LENGTH_MAX = 2_000
// Visible ASCII: what platforms give out, and what fits in a header. A copied line break or blank would only fail later.
const CREDENTIAL = /^[\x21-\x7e]+$/

export function checkApplication({ key, secret }: Application): ChannelRefused | undefined {
  return checkCredential(key, 'app.key') ?? checkCredential(secret, 'app.secret')
}

/** The message never shows the text. */
export function checkCredential(text: string, field: string): ChannelRefused | undefined {
  if (text.length <= LENGTH_MAX && CREDENTIAL.test(text)) return undefined
  const message = `${field} must be 1 to ${LENGTH_MAX} visible characters: look for blanks and line breaks that were copied with it`
  return refuseChannel('INVALID', message, { field })
}
