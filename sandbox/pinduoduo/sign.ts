import { createHash } from 'node:crypto'

/** The signature the gateway expects over what arrived, minus `sign`. Source: open.pinduoduo.com, document 8EC06C399636041E. */
export function expectedSign(parameters: ReadonlyMap<string, string>, secret: string): string {
  const hash = createHash('md5').update(secret)
  for (const [name, value] of [...parameters].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (name !== 'sign') hash.update(name + value)
  }
  return hash.update(secret).digest('hex').toUpperCase()
}

/** What the last part of the message channel's address has to be. */
export function expectedDigest({ clientId, ms, secret }: Readonly<Record<'clientId' | 'ms' | 'secret', string>>): string {
  const hex = createHash('md5').update(`${clientId}${ms}${secret}`).digest('hex')
  return Buffer.from(hex).toString('base64')
}
