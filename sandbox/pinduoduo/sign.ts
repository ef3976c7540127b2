import { hash } from 'node:crypto'

/** The signature the gateway expects over what arrived, minus `sign`. Source: open.pinduoduo.com, document 8EC06C399636041E. */
export function expectedSign(parameters: ReadonlyMap<string, string>, secret: string): string {
  const names = [...parameters.keys()].filter((name) => name !== 'sign').toSorted()
  const text = names.map((name) => name + (parameters.get(name) ?? '')).join('')
  return hash('md5', secret + text + secret).toUpperCase()
}

/** What the last part of the message channel's address has to be. */
export function expectedDigest({ clientId, ms, secret }: Readonly<Record<'clientId' | 'ms' | 'secret', string>>): string {
  const hex = hash('md5', `${clientId}${ms}${secret}`)
  return Buffer.from(hex).toString('base64')
}
