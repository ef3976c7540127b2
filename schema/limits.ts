import type { Principal } from '../src/access/principal.ts'
import type { Channel } from '../src/catalogue/channel.ts'
import type { Location } from '../src/catalogue/location.ts'

/** What lies outside a credential's limits looks like what does not exist. */
export function visibleLocation({ locations }: Principal, location: Location | undefined): Location | null {
  if (!location || (locations !== null && !locations.includes(location.code))) return null
  return location
}

export function visibleChannel({ channels }: Principal, channel: Channel | undefined): Channel | null {
  if (!channel || (channels !== null && !channels.includes(channel.code))) return null
  return channel
}
