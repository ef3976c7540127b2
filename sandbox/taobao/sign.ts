import { createHash, createHmac } from 'node:crypto'

/**
 * The signature the gateway expects over what arrived: every parameter but `sign`, by name, names and values joined.
 * Null for a method it does not know. Source: open.taobao.com, document 101617.
 */
export function expectedSign(
  parameters: ReadonlyMap<string, string>,
  secret: string,
  { dropEmpty = false, body = '' }: { readonly dropEmpty?: boolean; readonly body?: string } = {},
): string | null {
  const valueOf = (name: string): string => parameters.get(name) ?? ''
  const joined = [...parameters.keys()]
    .filter((name) => name !== 'sign' && !(dropEmpty && (name === '' || valueOf(name) === '')))
    .toSorted()
    .map((name) => name + valueOf(name))
    .join('')
  const text = joined + body
  switch (parameters.get('sign_method') ?? '') {
    case 'md5':
      return createHash('md5')
        .update(secret + text + secret)
        .digest('hex')
        .toUpperCase()
    case 'hmac':
      return createHmac('md5', secret).update(text).digest('hex').toUpperCase()
    case 'hmac-sha256':
      return createHmac('sha256', secret).update(text).digest('hex').toUpperCase()
    default:
      return null
  }
}

/** The sign of a message channel's CONNECT frame. */
export function connectSign({
  appKey,
  groupName,
  timestamp,
  secret,
}: Readonly<Record<'appKey' | 'groupName' | 'timestamp' | 'secret', string>>): string {
  const text = `${secret}app_key${appKey}group_name${groupName}timestamp${timestamp}${secret}`
  return createHash('md5').update(text).digest('hex').toUpperCase()
}
