import { createHash, createHmac } from 'node:crypto'

export type SignMethod = 'md5' | 'hmac' | 'hmac-sha256'

export interface SignKey {
  readonly secret: string
  readonly method: SignMethod
}

/**
 * The signature of a TOP call: names and values joined in the order of the names (by bytes), a raw body after them,
 * digested, upper-case hex. Empty values are left out, as the vendor's own clients do; nobody should send any, since other
 * clients sign them. Source: open.taobao.com, document 101617.
 */
export function signTop(parameters: Readonly<Record<string, string>>, key: SignKey, body = ''): string {
  const text = Object.keys(parameters)
    .filter((name) => name !== 'sign' && name !== '' && parameters[name] !== '')
    .toSorted()
    .map((name) => name + (parameters[name] ?? ''))
    .join('')
  return digest(text + body, key)
}

/** The sign of the message channel's CONNECT frame. Source: open.taobao.com, document 101663. */
export function signConnect({
  appKey,
  group,
  timestamp,
  secret,
}: Readonly<Record<'appKey' | 'group' | 'timestamp' | 'secret', string>>): string {
  return digest(`app_key${appKey}group_name${group}timestamp${timestamp}`, { secret, method: 'md5' })
}

function digest(text: string, { secret, method }: SignKey): string {
  switch (method) {
    case 'md5':
      return createHash('md5')
        .update(secret + text + secret, 'utf8')
        .digest('hex')
        .toUpperCase()
    case 'hmac':
      return createHmac('md5', secret).update(text, 'utf8').digest('hex').toUpperCase()
    case 'hmac-sha256':
      return createHmac('sha256', secret).update(text, 'utf8').digest('hex').toUpperCase()
  }
}
