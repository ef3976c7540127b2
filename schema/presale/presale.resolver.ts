import { receiptRowKey } from '../../src/presale/list-expected-receipts.ts'
import { claimKey } from '../../src/stock/presale/presale-key.ts'
import { Allow, READERS } from '../access.ts'
import { ChannelType } from '../catalogue/channel.type.ts'
import { PoolType } from '../catalogue/pool.type.ts'
import { SkuType } from '../catalogue/sku.type.ts'
import type { RequestContext } from '../context.ts'
import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from '../decorators.ts'
import { decodeCursor, encodeCursor } from '../relay/cursor.ts'
import { toKeyedConnection } from '../relay/to-connection.ts'
import { Units } from '../scalars.ts'
import { skuNamed } from '../stock/sku-named.ts'
import { ExpectedReceiptsArgs, PresaleOrdersArgs } from './presale.input.ts'
import { poolNamed } from './pool-named.ts'
import {
  ExpectedReceiptConnection,
  ExpectedReceiptType,
  PresaleEntryType,
  PresaleOrderConnection,
  PresaleOrderType,
  PresaleQuotaType,
  TakenFromType,
} from './presale.type.ts'

const RECEIPTS = 'expectedReceipts'
const ORDERS = 'presaleOrders'

@Resolver(() => ExpectedReceiptType)
export class ExpectedReceiptResolver {
  @Allow(READERS)
  @Query(() => ExpectedReceiptConnection, { description: 'By the day they are due.' })
  async expectedReceipts(
    @Args(() => ExpectedReceiptsArgs) { sku: code, pool, state = null, first, after }: ExpectedReceiptsArgs,
    @Ctx() { desk }: RequestContext,
  ) {
    const skuId = code ? (await skuNamed(desk(), code)).id : null
    const poolId = pool ? (await poolNamed(desk(), pool)).id : null
    const page = await desk().presale.listReceipts({ skuId, poolId, state, first, after: decodeCursor(RECEIPTS, after) })
    return toKeyedConnection(page, (receipt) => encodeCursor(RECEIPTS, receiptRowKey(receipt)))
  }

  @FieldResolver(() => SkuType)
  sku(@Root() { skuId }: ExpectedReceiptType, @Ctx() { loaders }: RequestContext) {
    return loaders().skusById.load(skuId)
  }

  @FieldResolver(() => PoolType)
  pool(@Root() { poolId }: ExpectedReceiptType, @Ctx() { loaders }: RequestContext) {
    return loaders().poolsById.load(poolId)
  }
}

@Resolver(() => PresaleOrderType)
export class PresaleOrderResolver {
  @Allow(READERS)
  @Query(() => PresaleOrderConnection, { description: 'Lines of orders sold ahead, the earliest promise first.' })
  async presaleOrders(
    @Args(() => PresaleOrdersArgs) { sku: code, pool: poolCode, waiting, first, after }: PresaleOrdersArgs,
    @Ctx() { desk }: RequestContext,
  ) {
    const { id: skuId } = await skuNamed(desk(), code)
    const { id: poolId } = await poolNamed(desk(), poolCode ?? null)
    const list = `${ORDERS}/${skuId}/${poolId}`
    const page = await desk().presale.listOrders({ skuId, poolId, waiting, first, after: decodeCursor(list, after) })
    return toKeyedConnection(page, ({ key }) => encodeCursor(list, key))
  }

  @FieldResolver(() => ChannelType)
  channel(@Root() { channelId }: PresaleOrderType, @Ctx() { loaders }: RequestContext) {
    return loaders().channelsById.load(channelId)
  }

  @FieldResolver(() => Units, { description: 'Units that have come in for it.' })
  servedUnits(@Root() { served }: PresaleOrderType) {
    return served
  }

  @FieldResolver(() => [TakenFromType], { description: 'Where the units it waits for are to come from.' })
  takesFrom(@Root() { standing }: PresaleOrderType) {
    return standing.takesFrom
  }

  @FieldResolver(() => Units, { description: 'Units that come after their promised day, or should have come already.' })
  lateUnits(@Root() { standing }: PresaleOrderType) {
    return standing.late
  }

  @FieldResolver(() => Units, { description: 'Units nothing expected covers.' })
  uncoveredUnits(@Root() { standing }: PresaleOrderType) {
    return standing.uncovered
  }

  @FieldResolver(() => Boolean)
  atRisk(@Root() { standing: { late, uncovered } }: PresaleOrderType) {
    return late + uncovered > 0
  }

  @FieldResolver(() => [PresaleEntryType], { description: 'What became of it, oldest first.' })
  async history(@Root() { channelId, orderId, line, skuId }: PresaleOrderType, @Ctx() { loaders }: RequestContext) {
    return (await loaders().presaleHistory.load(claimKey({ channelId, orderId, line, skuId }))) ?? []
  }
}

@Resolver(() => PresaleQuotaType)
export class PresaleQuotaResolver {
  @Allow(READERS)
  @Query(() => [PresaleQuotaType], { description: 'What listings may sell before it has come in; those to be lowered first.' })
  async presaleQuotas(@Arg('sku', () => String) code: string, @Ctx() { desk }: RequestContext) {
    return desk().presale.listQuotas((await skuNamed(desk(), code)).id)
  }

  @FieldResolver(() => ChannelType)
  channel(@Root() { channelId }: PresaleQuotaType, @Ctx() { loaders }: RequestContext) {
    return loaders().channelsById.load(channelId)
  }

  @FieldResolver(() => PoolType)
  pool(@Root() { poolId }: PresaleQuotaType, @Ctx() { loaders }: RequestContext) {
    return loaders().poolsById.load(poolId)
  }
}
