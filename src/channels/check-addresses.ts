import { catalogueLimits } from '../catalogue/limits.ts'
import type { Platforms, ShopAccess } from './connect.ts'
import { refuseChannel, type ChannelRefused } from './refusal.ts'

const loopback = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/

/** A sandbox is on this machine; a relay is whatever address an admin names, encrypted. Everything else is refused before a call. */
export function checkAddresses(
  { platform, app, sandbox, relayUrl }: Omit<ShopAccess, 'accessToken' | 'onCall'>,
  platforms: Platforms,
): ChannelRefused | undefined {
  if (!platforms.names.includes(platform)) {
    return refuseChannel('INVALID', `platform must be one of ${platforms.names.join(', ')}`, { field: 'platform' })
  }
  for (const [name, text] of Object.entries({ ...sandbox, relayUrl })) {
    if (text === null) continue
    const field = name === 'relayUrl' ? name : `sandbox.${name}`
    if (!URL.canParse(text) || text.length > catalogueLimits.nameLength) {
      return refuseChannel('INVALID', `${field} must be a URL of at most ${catalogueLimits.nameLength} characters`, { field })
    }
    const { hostname, username, password } = new URL(text)
    if (username || password) return refuseChannel('INVALID', `${field} must not contain a user or password`, { field })
    if (name !== 'relayUrl' && !loopback.test(hostname)) {
      return refuseChannel('INVALID', `${field} must be on this machine: 127.0.0.1, [::1] or localhost`, { field })
    }
  }
  try {
    // The connector knows what else its addresses have to be.
    platforms.connect({ platform, app, sandbox, relayUrl, accessToken: () => '' })
    platforms.listen({ platform, app, sandbox })
    return undefined
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return refuseChannel('INVALID', error.message, { field: relayUrl === null ? 'sandbox' : 'relayUrl' })
  }
}
