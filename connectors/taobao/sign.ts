import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

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

export interface SpiCall {
  readonly headers: Readonly<Record<string, string>>
  readonly query: string
  /** The text as decoded by its own charset; appended as it is unless it is a form. */
  readonly body: string
}

/** The sign of a call the platform makes to us: the headers it names, the query and form fields, then the body. */
export function signSpi({ headers, query, body }: SpiCall, secret: string): string {
  const isForm = (headers['content-type'] ?? '').includes('x-www-form-urlencoded')
  const signed: Record<string, string> = Object.fromEntries(new URLSearchParams(query))
  for (const name of (headers['top-sign-list'] ?? '').split(',')) if (name in headers) signed[name] = headers[name] ?? ''
  if (isForm) for (const [name, value] of new URLSearchParams(body)) signed[name] = value
  return signTop(signed, { secret, method: 'md5' }, isForm ? '' : body)
}

/** Compares in constant time, so that a wrong sign tells nothing about the right one. */
export function isSameSign(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)]
  return left.length === right.length && timingSafeEqual(left, right)
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
