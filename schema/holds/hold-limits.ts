import type { Principal } from '../../src/access/principal.ts'
import type { Hold } from '../../src/domain/hold.ts'
import { toHoldId, unknownHold } from '../../src/stock/find-hold.ts'
import type { WantedLine } from '../../src/stock/expand-lines.ts'
import { refused, type Refused } from '../../src/stock/refusal.ts'
import { unknownLocation } from '../../src/stock/unknown.ts'
import type { RequestContext } from '../context.ts'
import { isLimited } from '../../src/access/principal.ts'

/** A limited credential must name its channel, and must not name another. */
export function foreignChannel({ channels }: Principal, channel: string | null): Refused | undefined {
  if (channels === null || (channel !== null && channels.includes(channel))) return undefined
  if (channel !== null) return refused('UNKNOWN_CHANNEL', `no channel ${channel}`, { field: 'channel' })
  return refused('INVALID', 'this credential is limited to channels: name one of them', { field: 'channel' })
}

export function foreignLocation({ locations }: Principal, location: string | null, field = 'location'): Refused | undefined {
  if (locations === null || (location !== null && locations.includes(location))) return undefined
  if (location !== null) return unknownLocation(location, field)
  return refused('INVALID', 'this credential is limited to locations: name one of them', { field })
}

export function foreignLines(principal: Principal, lines: readonly WantedLine[]): Refused | undefined {
  if (principal.locations === null) return undefined
  return lines.map(({ location }, n) => foreignLocation(principal, location, `lines.${n}.location`)).find(Boolean)
}

/** The hold's id, once it is known to lie within the credential's limits; else it is unknown. */
export async function ownHold(context: RequestContext, holdId: string) {
  const id = toHoldId(holdId)
  if (typeof id !== 'string' || !isLimited(context.principal)) return id
  const hold = await context.loaders().holdsById.load(id)
  return hold && (await isOwn(context, hold)) ? id : unknownHold(id)
}

export async function isOwn({ principal, loaders }: RequestContext, hold: Hold): Promise<boolean> {
  const { channels, locations } = principal
  if (channels !== null) {
    const channel = hold.channelId === null ? undefined : await loaders().channelsById.load(hold.channelId)
    if (!channel || !channels.includes(channel.code)) return false
  }
  if (locations === null) return true
  const ids = hold.lines.flatMap(({ locationId }) => locationId ?? [])
  if (ids.length < hold.lines.length) return false
  const places = await Promise.all(ids.map((id) => loaders().locationsById.load(id)))
  return places.every((place) => place !== undefined && locations.includes(place.code))
}
