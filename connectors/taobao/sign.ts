import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

export type SignMethod = 'md5' | 'hmac' | 'hmac-sha256'

/**
 * The signature of a TOP call: names and values joined in the order of the names (by bytes), digested, upper-case hex.
 * Callers never send empty values: whether they are signed is not the same in all of the platform's own clients.
 * Source: open.taobao.com, document 101617.
 */
export function signTop(parameters: Readonly<Record<string, string>>, secret: string, method: SignMethod): string {
  const text = Object.keys(parameters)
    .filter((name) => name !== 'sign')
    .toSorted()
    .map((name) => name + (parameters[name] ?? ''))
    .join('')
  return digest(text, secret, method)
}

/** The sign of the message channel's CONNECT frame. Source: open.taobao.com, document 101663. */
export function signConnect({
  appKey,
  group,
  timestamp,
  secret,
}: Readonly<Record<'appKey' | 'group' | 'timestamp' | 'secret', string>>): string {
  return digest(`app_key${appKey}group_name${group}timestamp${timestamp}`, secret, 'md5')
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
  delete signed['sign']
  const names = Object.keys(signed).toSorted()
  const text = names.map((name) => name + (signed[name] ?? '')).join('') + (isForm ? '' : body)
  return digest(text, secret, 'md5')
}

/** Compares in constant time, so that a wrong sign tells nothing about the right one. */
export function isSameSign(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)]
  return left.length === right.length && timingSafeEqual(left, right)
}

function digest(text: string, secret: string, method: SignMethod): string {
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
