import { Allow, OPERATORS } from '../access.ts'
import { ChannelType } from '../catalogue/channel.type.ts'
import type { RequestContext } from '../context.ts'
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from '../decorators.ts'
import { ListingType } from '../listings/listing.type.ts'
import { ReadOrdersOutcome } from './about-channel.type.ts'
import { CallsOfDayType, FreshnessType, OrderAsideType, ReconciliationType, ShopFeedType } from './feed.type.ts'
import { DiscoveryType, ShopType } from './shop.type.ts'

@Resolver(() => ShopType)
export class ShopFeedResolver {
  @FieldResolver(() => ShopFeedType, { nullable: true })
  async feed(@Root() { id }: ShopType, @Ctx() { loaders }: RequestContext) {
    const feed = await loaders().feeds.load(id)
    return feed && { ...feed, channelId: id }
  }

  @FieldResolver(() => DiscoveryType, { nullable: true, description: "How reading the shop's orders stands as a task." })
  intake(@Root() { id }: ShopType, @Ctx() { loaders }: RequestContext) {
    return loaders().intakes.load(id)
  }
}

@Resolver(() => ShopFeedType)
export class FeedResolver {
  @FieldResolver(() => [ReconciliationType], { description: 'Of the last 30 days, newest first.' })
  async reconciliations(@Root() { channelId }: ShopFeedType, @Ctx() { loaders }: RequestContext) {
    return (await loaders().reconciliations.load(channelId)) ?? []
  }

  @FieldResolver(() => [OrderAsideType], { description: 'At most 100 of them, the oldest first.' })
  async aside(@Root() { channelId }: ShopFeedType, @Ctx() { loaders }: RequestContext) {
    return (await loaders().ordersAside.load(channelId)) ?? []
  }

  @FieldResolver(() => CallsOfDayType)
  async calls(@Root() { channelId, callsToday }: ShopFeedType, @Ctx() { desk, loaders }: RequestContext) {
    const shop = await loaders().shops.load(channelId)
    const limit = shop ? desk().channels.callsADayMax(shop) : null
    return { used: callsToday, limit, left: limit === null ? null : Math.max(0, limit - callsToday) }
  }
}

@Resolver(() => ChannelType)
export class ChannelFreshnessResolver {
  @Allow(OPERATORS)
  @Mutation(() => ReadOrdersOutcome, { description: "Reads the shop's orders as soon as a worker is free." })
  readOrders(@Arg('channel', () => String) channel: string, @Ctx() { desk }: RequestContext) {
    return desk().channels.askOrders(channel)
  }

  @FieldResolver(() => FreshnessType, { nullable: true, description: 'Null for a shop of the merchant itself.' })
  async freshness(@Root() { id, platform }: ChannelType, @Ctx() { loaders }: RequestContext) {
    return platform === 'direct' ? null : loaders().freshness.load(id)
  }
}

@Resolver(() => ListingType)
export class ListingFreshnessResolver {
  @FieldResolver(() => FreshnessType, { nullable: true, description: 'Of the orders of its channel.' })
  freshness(@Root() { channelId }: ListingType, @Ctx() { loaders }: RequestContext) {
    return loaders().freshness.load(channelId)
  }
}
