import type { RequestContext } from './context.ts'
import { BadInputError } from './errors.ts'
import { visibleChannel } from './limits.ts'

/** Which events of channels a credential is told: of the channel it names, else of all it may see. */
export async function wantedChannels(
  { desk, principal }: RequestContext,
  code: string | null,
): Promise<(event: { readonly channelId: string }) => boolean> {
  const channels = (await desk().catalogue.listChannels()).filter((channel) => visibleChannel(principal, channel))
  const chosen = channels.filter((channel) => code === null || channel.code === code)
  if (code !== null && chosen.length === 0) throw new BadInputError(`no channel ${code}`, 'channel')
  // Without limits, channels that are yet to be created are followed, too.
  if (code === null && principal.channels === null) return () => true
  const ids = new Set(chosen.map(({ id }) => id))
  return ({ channelId }) => ids.has(channelId)
}
