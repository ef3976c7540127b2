import type { Platforms } from './connect.ts'
import type { ChannelConnector } from './connector.ts'
import { platforms as names } from './platform.ts'

/** A connector that calls nobody, for what a platform's documents say; undefined for a shop of the merchant's own. */
export function connectNobody(platforms: Platforms, platform: string): ChannelConnector | undefined {
  const name = names.find((one) => one === platform)
  if (!name || !platforms.names.includes(name)) return undefined
  const nobody = { app: { key: '', secret: '' }, accessToken: () => '', sandbox: null, relayUrl: null }
  return platforms.connect({ platform: name, ...nobody })
}
