import { hash } from 'node:crypto'

/**
 * The signature the gateway expects over what arrived: the secret, every parameter but `sign` by name, the secret again. The
 * newer gateway signs its headers, query and body the same way. `dropEmpty`: as JD's Java client, not as its PHP one.
 */
export function expectedSign(parameters: ReadonlyMap<string, string>, secret: string, dropEmpty = false): string {
  const valueOf = (name: string): string => parameters.get(name) ?? ''
  const names = [...parameters.keys()].filter((name) => name !== 'sign' && !(dropEmpty && valueOf(name) === ''))
  const text = names
    .toSorted()
    .map((name) => name + valueOf(name))
    .join('')
  return hash('md5', `${secret}${text}${secret}`).toUpperCase()
}
