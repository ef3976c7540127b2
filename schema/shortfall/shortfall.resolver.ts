import { Allow, OPERATORS, READERS } from '../access.ts'
import { ChannelType } from '../catalogue/channel.type.ts'
import { SkuType } from '../catalogue/sku.type.ts'
import type { RequestContext } from '../context.ts'
import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from '../decorators.ts'
import { PageSize } from '../scalars.ts'
import {
  ApplyPlanOutcome,
  PenaltyInput,
  PenaltyOutcome,
  PenaltyType,
  ShortfallTaskType,
  ShortfallType,
} from './shortfall.type.ts'

@Resolver(() => ShortfallType)
export class ShortfallResolver {
  @Allow(READERS)
  @Query(() => [ShortfallType], { description: 'Where orders need more than there is, the largest first, each with its plan.' })
  async shortfalls(@Arg('first', () => PageSize) first: number, @Ctx() { desk }: RequestContext) {
    const found = await desk().care.listShortfalls(first)
    return found.map(({ balance, input, plan, fingerprint }) => ({ ...balance, orders: input.needs, plan, fingerprint }))
  }

  @FieldResolver(() => SkuType)
  sku(@Root() { skuId }: ShortfallType, @Ctx() { loaders }: RequestContext) {
    return loaders().skusById.load(skuId)
  }

  @FieldResolver(() => [ShortfallTaskType], { description: 'What was applied and is still to be done.' })
  tasks(@Root() { poolId, skuId }: ShortfallType, @Ctx() { loaders }: RequestContext) {
    return loaders().shortfallTasks.load({ poolId, skuId })
  }

  @Allow(OPERATORS)
  @Mutation(() => ApplyPlanOutcome, {
    description: 'Makes tasks of a plan that was shown; refused where its facts have changed. No unit moves and no shop is told.',
  })
  applyShortfallPlan(
    @Arg('key', () => String) key: string,
    @Arg('pool', () => String) pool: string,
    @Arg('sku', () => String) sku: string,
    @Arg('fingerprint', () => String) fingerprint: string,
    @Ctx() { desk, principal }: RequestContext,
  ) {
    return desk().care.applyPlan({ key, pool, sku, fingerprint, actor: principal.actor })
  }

  @Allow(OPERATORS)
  @Mutation(() => Boolean, { description: 'A task of a plan is done; false when there is no such open one.' })
  endShortfallTask(@Arg('id', () => ID) id: string, @Ctx() { desk, principal }: RequestContext) {
    return desk().care.endShortfallTask(id, principal.actor)
  }

  @Allow(READERS)
  @Query(() => [PenaltyType], { description: 'What each treatment of a shortfall costs.' })
  penalties(@Ctx() { desk }: RequestContext) {
    return desk().care.penalties()
  }

  @Allow(OPERATORS)
  @Mutation(() => PenaltyOutcome)
  setPenalty(@Arg('input', () => PenaltyInput) input: PenaltyInput, @Ctx() { desk }: RequestContext) {
    const { treatment, channel = null, platform = null, fixedFen, perUnitFen, perDayFen, priceShare } = input
    return desk().care.setPenalty({ treatment, channel, platform, fixedFen, perUnitFen, perDayFen, priceShare })
  }

  @Allow(OPERATORS)
  @Mutation(() => PenaltyOutcome, { description: 'Takes a row of a channel or a platform away.' })
  removePenalty(@Arg('id', () => ID) id: string, @Ctx() { desk }: RequestContext) {
    return desk().care.removePenalty(id)
  }
}

@Resolver(() => PenaltyType)
export class PenaltyResolver {
  @FieldResolver(() => ChannelType, { nullable: true, description: 'The channel it is for.' })
  channel(@Root() { channelId }: PenaltyType, @Ctx() { loaders }: RequestContext) {
    return channelId === null ? null : loaders().channelsById.load(channelId)
  }
}
