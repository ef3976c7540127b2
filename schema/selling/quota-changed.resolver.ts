import type { QuotaChanged } from '../../src/events/topics.ts'
import { Allow, READERS } from '../access.ts'
import type { RequestContext } from '../context.ts'
import { Arg, Ctx, Resolver, Root, Subscription } from '../decorators.ts'
import { wantedChannels } from '../follow-channels.ts'
import { ListingType } from '../listings/listing.type.ts'

@Resolver()
export class QuotaChangedResolver {
  @Allow(READERS, { limited: 'checked' })
  @Subscription(() => ListingType, {
    description:
      'Every listing of which the quota changes from now on, as it is when you are told: many changes at once are told as one.',
    subscribe: async ({ context, args }) => context.follow().quotaChanged(await wantedChannels(context, args['channel'] ?? null)),
  })
  quotaChanged(
    @Arg('channel', () => String, { nullable: true, description: 'Of this channel only.' }) _channel: string | null,
    @Root() { listingId }: QuotaChanged,
    @Ctx() { loaders }: RequestContext,
  ) {
    return loaders().listingsById.load(listingId)
  }
}
