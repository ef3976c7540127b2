import type { OrderChanged } from '../../src/events/topics.ts'
import { Allow, READERS } from '../access.ts'
import type { RequestContext } from '../context.ts'
import { Arg, Ctx, Resolver, Root, Subscription } from '../decorators.ts'
import { BadInputError } from '../errors.ts'
import { visibleChannel } from '../limits.ts'
import { OrderType } from './order.type.ts'

@Resolver()
export class OrderChangedResolver {
  @Allow(READERS, { limited: 'checked' })
  @Subscription(() => OrderType, {
    description:
      'Every order that comes or changes from now on, as it is when you are told; many changes at once are told as one.',
    subscribe: ({ context, args }) => follow(context, args['channel'] ?? null),
  })
  orderChanged(
    @Arg('channel', () => String, { nullable: true, description: 'Of this channel only.' }) _channel: string | null,
    @Root() order: OrderChanged,
    @Ctx() { loaders }: RequestContext,
  ) {
    return loaders().ordersById.load(order)
  }
}

async function follow({ desk, follow: events, principal }: RequestContext, code: string | null) {
  const channels = (await desk().catalogue.listChannels()).filter((channel) => visibleChannel(principal, channel))
  const chosen = channels.filter((channel) => code === null || channel.code === code)
  if (code !== null && chosen.length === 0) throw new BadInputError(`no channel ${code}`, 'channel')
  // Without limits, channels that are yet to be created are followed, too.
  if (code === null && principal.channels === null) return events().orderChanged(() => true)
  const ids = new Set(chosen.map(({ id }) => id))
  return events().orderChanged(({ channelId }) => ids.has(channelId))
}
