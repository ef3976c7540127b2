import { hasExpired } from '../../src/domain/hold.ts'
import { Allow, EVERYONE, READERS } from '../access.ts'
import { ChannelType } from '../catalogue/channel.type.ts'
import { LocationType } from '../catalogue/location.type.ts'
import { PoolType } from '../catalogue/pool.type.ts'
import { SkuType } from '../catalogue/sku.type.ts'
import type { RequestContext } from '../context.ts'
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from '../decorators.ts'
import { decodeCursor, encodeCursor } from '../relay/cursor.ts'
import { toKeyedConnection } from '../relay/to-connection.ts'
import { skuNamed } from '../stock/sku-named.ts'
import { isOwn } from './hold-limits.ts'
import { HoldsArgs } from './hold.input.ts'
import { HoldConnection, HoldLineType, HoldType } from './hold.type.ts'

const LIST = 'holds'

@Resolver(() => HoldType)
export class HoldResolver {
  @Allow(EVERYONE, { limited: 'checked' })
  @Query(() => HoldType, { nullable: true })
  async hold(@Arg('id', () => ID) id: string, @Ctx() context: RequestContext) {
    const hold = await context.loaders().holdsById.load(id)
    return hold && (await isOwn(context, hold)) ? hold : null
  }

  @Allow(READERS)
  @Query(() => HoldConnection, { description: 'Newest first.' })
  async holds(@Args(() => HoldsArgs) { first, after, filter }: HoldsArgs, @Ctx() { desk }: RequestContext) {
    const { state = null, reference = null, sku } = filter ?? {}
    const skuId = sku === null || sku === undefined ? null : (await skuNamed(desk(), sku, 'filter.sku')).id
    const wanted = { first, after: decodeCursor(LIST, after), filter: { state, reference, skuId } }
    return toKeyedConnection(await desk().stock.listHolds(wanted), ({ id }) => encodeCursor(LIST, id))
  }

  @FieldResolver(() => Boolean, { description: 'Held, and past its time: its units are free again. The clock alone decides it.' })
  expired(@Root() hold: HoldType, @Ctx() { now }: RequestContext) {
    return hasExpired(hold, now().getTime())
  }

  @FieldResolver(() => ChannelType, { nullable: true })
  channel(@Root() { channelId }: HoldType, @Ctx() { loaders }: RequestContext) {
    return channelId === null ? null : loaders().channelsById.load(channelId)
  }
}

@Resolver(() => HoldLineType)
export class HoldLineResolver {
  @FieldResolver(() => SkuType)
  sku(@Root() { skuId }: HoldLineType, @Ctx() { loaders }: RequestContext) {
    return loaders().skusById.load(skuId)
  }

  @FieldResolver(() => PoolType)
  pool(@Root() { poolId }: HoldLineType, @Ctx() { loaders }: RequestContext) {
    return loaders().poolsById.load(poolId)
  }

  @FieldResolver(() => LocationType, { nullable: true, description: 'The only location the units may come from.' })
  location(@Root() { locationId }: HoldLineType, @Ctx() { loaders }: RequestContext) {
    return locationId === null ? null : loaders().locationsById.load(locationId)
  }
}
