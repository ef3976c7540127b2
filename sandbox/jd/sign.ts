import { hash } from 'node:crypto'

/**
 * The signature the gateway expects over what arrived: the secret, every parameter but `sign` by name, the secret again. The
 * newer gateway signs its headers, query and body the same way. `dropEmpty`: as JD's Java client, not as its PHP one.
 */
export function expectedSign(parameters: ReadonlyMap<string, string>, secret: string, dropEmpty = false): string {
  const signed = [...parameters].filter(([name, value]) => name !== 'sign' && !(dropEmpty && value === ''))
  const text = signed
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => name + value)
    .join('')
  return hash('md5', `${secret}${text}${secret}`).toUpperCase()
}
