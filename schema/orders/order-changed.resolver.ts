import type { OrderChanged } from '../../src/events/topics.ts'
import { Allow, READERS } from '../access.ts'
import type { RequestContext } from '../context.ts'
import { Arg, Ctx, Resolver, Root, Subscription } from '../decorators.ts'
import { wantedChannels } from '../follow-channels.ts'
import { OrderType } from './order.type.ts'

@Resolver()
export class OrderChangedResolver {
  @Allow(READERS, { limited: 'checked' })
  @Subscription(() => OrderType, {
    description:
      'Every order that comes or changes from now on, as it is when you are told; many changes at once are told as one.',
    subscribe: async ({ context, args }) => context.follow().orderChanged(await wantedChannels(context, args['channel'] ?? null)),
  })
  orderChanged(
    @Arg('channel', () => String, { nullable: true, description: 'Of this channel only.' }) _channel: string | null,
    @Root() order: OrderChanged,
    @Ctx() { loaders }: RequestContext,
  ) {
    return loaders().ordersById.load(order)
  }
}
