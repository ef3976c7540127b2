import { orderReference } from '../../src/domain/channel-order.ts'
import { Allow, READERS } from '../access.ts'
import { ChannelType } from '../catalogue/channel.type.ts'
import { SkuType } from '../catalogue/sku.type.ts'
import { FreshnessType } from '../channels/feed.type.ts'
import type { RequestContext } from '../context.ts'
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from '../decorators.ts'
import { BadInputError } from '../errors.ts'
import { HoldType } from '../holds/hold.type.ts'
import { visibleChannel } from '../limits.ts'
import { ListingType } from '../listings/listing.type.ts'
import { decodeCursor, encodeCursor } from '../relay/cursor.ts'
import { toKeyedConnection } from '../relay/to-connection.ts'
import { skuNamed } from '../stock/sku-named.ts'
import { OrdersArgs } from './order.input.ts'
import { OrderConnection, OrderEventType, OrderLineType, OrderType, SoldComponentType } from './order.type.ts'

@Resolver(() => OrderType)
export class OrderResolver {
  @Allow(READERS, { limited: 'checked' })
  @Query(() => OrderConnection, {
    description: 'Orders of shops on platforms. What is not seen yet is not here: see `freshness`.',
  })
  async orders(@Args(() => OrdersArgs) { first, after, filter, sort }: OrdersArgs, @Ctx() { desk, principal }: RequestContext) {
    const { channel = null, orderId = null, states = null, sku, unmapped, shortfall, placedFrom, placedTo } = filter ?? {}
    const skuId = sku === null || sku === undefined ? null : (await skuNamed(desk(), sku, 'filter.sku')).id
    const seen = (await desk().catalogue.listChannels()).filter((one) => visibleChannel(principal, one))
    const chosen = channel === null ? seen : seen.filter(({ code }) => code === channel)
    if (channel !== null && chosen.length === 0) throw new BadInputError(`no channel ${channel}`, 'filter.channel')
    const list = `orders/${sort ?? 'changed'}`
    const channelIds = chosen.filter(({ platform }) => platform !== 'direct').map(({ id }) => id)
    const page = await desk().orders.listOrders({
      first,
      after: decodeCursor(list, after),
      channelIds,
      sort: sort ?? 'changed',
      orderId,
      states,
      skuId,
      unmapped: unmapped === true,
      shortfall: shortfall === true,
      placedFrom: placedFrom ?? null,
      placedTo: placedTo ?? null,
    })
    return { ...toKeyedConnection(page, ({ key }) => encodeCursor(list, key)), channelIds }
  }

  @Allow(READERS, { limited: 'checked' })
  @Query(() => OrderType, { nullable: true })
  async order(
    @Arg('channel', () => String) code: string,
    @Arg('orderId', () => ID) orderId: string,
    @Ctx() { desk, loaders, principal }: RequestContext,
  ) {
    const channel = visibleChannel(principal, await desk().catalogue.channelByCode(code))
    return channel ? loaders().ordersById.load({ channelId: channel.id, orderId }) : null
  }

  @FieldResolver(() => ChannelType)
  channel(@Root() { channelId }: OrderType, @Ctx() { loaders }: RequestContext) {
    return loaders().channelsById.load(channelId)
  }

  @FieldResolver(() => OrderType, { nullable: true, description: 'The order it was split from.' })
  parent(@Root() { channelId, parentId }: OrderType, @Ctx() { loaders }: RequestContext) {
    return parentId === null ? null : loaders().ordersById.load({ channelId, orderId: parentId })
  }

  @FieldResolver(() => [OrderType], { description: 'The orders it was split into.' })
  children(@Root() { channelId, orderId, leaf }: OrderType, @Ctx() { loaders }: RequestContext) {
    return leaf ? [] : loaders().orderChildren.load({ channelId, orderId })
  }

  @FieldResolver(() => HoldType, { nullable: true, description: 'The units that are kept for it.' })
  async hold(@Root() { channelId, orderId }: OrderType, @Ctx() { loaders }: RequestContext) {
    const channel = await loaders().channelsById.load(channelId)
    return channel ? loaders().holdsByReference.load(orderReference(channel.code, orderId)) : null
  }

  @FieldResolver(() => [OrderEventType], { description: 'What every telling changed, oldest first.' })
  history(@Root() { channelId, orderId }: OrderType, @Ctx() { loaders }: RequestContext) {
    return loaders().orderHistories.load({ channelId, orderId })
  }

  @FieldResolver(() => FreshnessType, { nullable: true, description: 'Of the orders of its channel.' })
  freshness(@Root() { channelId }: OrderType, @Ctx() { loaders }: RequestContext) {
    return loaders().freshness.load(channelId)
  }
}

@Resolver(() => OrderLineType)
export class OrderLineResolver {
  @FieldResolver(() => ID, { name: 'listing', description: 'The key of the listing it was bought at.' })
  listingKey(@Root() { listing }: OrderLineType) {
    return listing
  }

  @FieldResolver(() => ListingType, { nullable: true, description: 'Null until its listing is mapped.' })
  soldBy(@Root() { listingId }: OrderLineType, @Ctx() { loaders }: RequestContext) {
    return listingId === null ? null : loaders().listingsById.load(listingId)
  }

  @FieldResolver(() => [SoldComponentType], {
    description: 'What one unit of it consists of, as booked; empty until its listing is mapped.',
  })
  async components(@Root() { recipeVersionId }: OrderLineType, @Ctx() { loaders }: RequestContext) {
    return recipeVersionId === null ? [] : ((await loaders().components.load(recipeVersionId)) ?? [])
  }
}

@Resolver(() => SoldComponentType)
export class SoldComponentResolver {
  @FieldResolver(() => SkuType)
  sku(@Root() { skuId }: SoldComponentType, @Ctx() { loaders }: RequestContext) {
    return loaders().skusById.load(skuId)
  }
}

@Resolver(() => OrderConnection)
export class OrderConnectionResolver {
  @FieldResolver(() => [FreshnessType], {
    description: 'Of each channel the page is about: an order that a shop took after that may be missing.',
  })
  async freshness(@Root() root: object, @Ctx() { loaders }: RequestContext) {
    const ids = 'channelIds' in root && Array.isArray(root.channelIds) ? root.channelIds.map(String) : []
    return (await loaders().freshness.loadMany(ids)).filter((one) => one !== undefined && !(one instanceof Error))
  }
}
