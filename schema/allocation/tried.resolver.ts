import type { ChannelTried } from '../../src/allocation/count-calls.ts'
import type { QuotaChange } from '../../src/allocation/count-changes.ts'
import { ChannelType } from '../catalogue/channel.type.ts'
import type { RequestContext } from '../context.ts'
import { Ctx, FieldResolver, Resolver, Root } from '../decorators.ts'
import { ListingType } from '../listings/listing.type.ts'
import { ChannelChangesType, QuotaChangeType } from './tried.type.ts'

@Resolver(() => QuotaChangeType)
export class QuotaChangeResolver {
  @FieldResolver(() => ListingType)
  listing(@Root() { listingId }: QuotaChange, @Ctx() { loaders }: RequestContext) {
    return loaders().listingsById.load(listingId)
  }
}

@Resolver(() => ChannelChangesType)
export class ChannelChangesResolver {
  @FieldResolver(() => ChannelType)
  channel(@Root() { channelId }: ChannelTried, @Ctx() { loaders }: RequestContext) {
    return loaders().channelsById.load(channelId)
  }
}
