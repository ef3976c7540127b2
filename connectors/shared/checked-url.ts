import { isIP } from 'node:net'
import { isPrivateAddress } from './private-address.ts'

const plain = { 'https:': 'http:', 'wss:': 'ws:' } as const

/**
 * An address that may be called: encrypted, public, without user, query or fragment. `allowLoopback` is for sandboxes only and
 * also allows the unencrypted scheme. Throws a TypeError that says what to change.
 */
export function checkedUrl(text: string, scheme: 'https:' | 'wss:', allowLoopback: boolean): URL {
  const url = new URL(text)
  if (url.username || url.password || url.hash || url.search) throw new TypeError('an endpoint has no user, query or fragment')
  if (allowLoopback && (url.protocol === plain[scheme] || url.protocol === scheme)) return url
  if (url.protocol !== scheme) throw new TypeError(`${url.host} is refused: use ${scheme}//`)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (/(^|\.)localhost\.?$/i.test(host) || (isIP(host) !== 0 && isPrivateAddress(host))) {
    throw new TypeError(`${url.host} is refused: not a public address`)
  }
  return url
}

/** A relay may stand inside the merchant's own network, since an admin named it; only the encryption stays required. */
export function checkedRelay(text: string, allowLoopback: boolean): URL {
  const url = new URL(text)
  if (url.protocol !== 'https:' && !(allowLoopback && url.protocol === 'http:')) throw new TypeError('a relay needs https')
  return url
}
