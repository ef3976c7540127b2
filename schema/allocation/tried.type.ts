import type { ChannelChanges, QuotaChange } from '../../src/allocation/count-changes.ts'
import type { RulesTried } from '../../src/allocation/try-rules.ts'
import { ChannelType } from '../catalogue/channel.type.ts'
import { OPERATORS, Visible } from '../access.ts'
import type { RequestContext } from '../context.ts'
import { Ctx, Field, FieldResolver, Int, ObjectType, Resolver, Root } from '../decorators.ts'
import { ListingType } from '../listings/listing.type.ts'
import { outcomeOf } from '../outcome.ts'
import { DateTime, Units } from '../scalars.ts'

@Visible(OPERATORS)
@ObjectType('QuotaChange', { description: 'What a change of rules does to one listing, in units of what it sells.' })
class QuotaChangeType implements Omit<QuotaChange, 'beforeSets' | 'afterSets'> {
  declare readonly listingId: string
  declare readonly channelId: string

  @Field(() => Units, { name: 'beforeUnits' })
  declare readonly beforeSets: number

  @Field(() => Units, { name: 'afterUnits' })
  declare readonly afterSets: number
}

@Visible(OPERATORS)
@ObjectType('ChannelChanges', { description: 'What a change of rules does to the listings of one channel.' })
class ChannelChangesType implements Omit<ChannelChanges, 'raisedSets' | 'loweredSets'> {
  declare readonly channelId: string

  @Field(() => Int, { description: 'Listings of which another number is wanted: each takes a call, or a part of one.' })
  declare readonly changed: number

  @Field(() => Units, { name: 'raisedUnits' })
  declare readonly raisedSets: number

  @Field(() => Units, { name: 'loweredUnits' })
  declare readonly loweredSets: number

  @Field(() => Int, { description: 'Listings that had something to sell and would have nothing.' })
  declare readonly emptied: number
}

@Visible(OPERATORS)
@ObjectType('RulesTried', { description: 'What a change of the rules would do, with the stock and the demand of now.' })
class RulesTriedType implements Omit<RulesTried, 'kind'> {
  @Field(() => Int, { description: 'What `applyRules` has to be based on.' })
  declare readonly version: number

  @Field(() => DateTime, { description: 'The instant whose rules were compared.' })
  declare readonly at: Date

  @Field(() => Int, { description: 'SKUs that were looked at.' })
  declare readonly skus: number

  @Field(() => Int, { description: 'Listings that were looked at.' })
  declare readonly listings: number

  @Field(() => [ChannelChangesType])
  declare readonly channels: readonly ChannelChanges[]

  @Field(() => [QuotaChangeType], { description: 'Those that change most, the largest first.' })
  declare readonly largest: readonly QuotaChange[]

  @Field(() => [QuotaChangeType], { description: 'Some of those that would have nothing, those that have most now first.' })
  declare readonly emptied: readonly QuotaChange[]
}

export const TryRulesOutcome = outcomeOf('TryRulesOutcome', { tried: RulesTriedType })

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
  channel(@Root() { channelId }: ChannelChanges, @Ctx() { loaders }: RequestContext) {
    return loaders().channelsById.load(channelId)
  }
}
