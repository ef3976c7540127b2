import { hash } from 'node:crypto'

/**
 * The signature of both gateways: the secret, names and values joined in the byte order of the names, the secret again;
 * MD5, upper-case hex. `360buy_param_json` is one parameter, exactly the text that is sent. Empty values are dropped by JD's
 * Java client and signed by its PHP one, so nobody should send any. Source: open.jd.com, developer guide 2643.
 */
export function signJd(parameters: Readonly<Record<string, string>>, secret: string): string {
  const text = Object.keys(parameters)
    .filter((name) => name !== 'sign')
    .toSorted()
    .map((name) => name + (parameters[name] ?? ''))
    .join('')
  return hash('md5', secret + text + secret).toUpperCase()
}
