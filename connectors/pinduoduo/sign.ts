import { hash } from 'node:crypto'

/**
 * The signature of a router call: the secret, names and values joined in the order of the names (by bytes), the secret again;
 * MD5, upper-case hex. It covers exactly the parameters that are sent; empty values are never sent, since the platform's
 * clients do not agree on signing them. Source: open.pinduoduo.com, document 8EC06C399636041E.
 */
export function signRouter(parameters: Readonly<Record<string, string>>, secret: string): string {
  const text = Object.keys(parameters)
    .filter((name) => name !== 'sign')
    .toSorted()
    .map((name) => name + (parameters[name] ?? ''))
    .join('')
  return md5(secret + text + secret).toUpperCase()
}

/** The last part of the message channel's address: base64 over the hex text of the digest (official Java client, DigestUtil). */
export function pmcDigest({ clientId, ms, secret }: Readonly<Record<'clientId' | 'ms' | 'secret', string>>): string {
  return Buffer.from(md5(clientId + ms + secret), 'utf8').toString('base64')
}

function md5(text: string): string {
  return hash('md5', text)
}
