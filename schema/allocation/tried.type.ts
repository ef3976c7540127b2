import type { ChannelTried, TriedWithCalls } from '../../src/allocation/count-calls.ts'
import type { AskedOvercommit } from '../../src/allocation/count-beyond.ts'
import type { QuotaChange } from '../../src/allocation/count-changes.ts'
import type { TriedOvercommit } from '../../src/allocation/try-rules.ts'
import { OPERATORS, Visible } from '../access.ts'
import { Field, Float, Int, ObjectType } from '../decorators.ts'
import { outcomeOf } from '../outcome.ts'
import { DateTime, Units } from '../scalars.ts'

@Visible(OPERATORS)
@ObjectType('QuotaChange', { description: 'What a change of rules does to one listing, in units of what it sells.' })
export class QuotaChangeType implements Omit<QuotaChange, 'beforeSets' | 'afterSets'> {
  declare readonly listingId: string
  declare readonly channelId: string

  @Field(() => Units, { name: 'beforeUnits' })
  declare readonly beforeSets: number

  @Field(() => Units, { name: 'afterUnits' })
  declare readonly afterSets: number
}

@Visible(OPERATORS)
@ObjectType('ChannelChanges', { description: 'What a change of rules does to the listings of one channel.' })
export class ChannelChangesType implements Omit<ChannelTried, 'raisedSets' | 'loweredSets'> {
  declare readonly channelId: string

  @Field(() => Int, { description: 'Listings of which another number is wanted.' })
  declare readonly changed: number

  @Field(() => Int, { description: 'The most calls of the platform that telling them takes; 0 where nobody has to be called.' })
  declare readonly calls: number

  @Field(() => Units, { name: 'raisedUnits' })
  declare readonly raisedSets: number

  @Field(() => Units, { name: 'loweredUnits' })
  declare readonly loweredSets: number

  @Field(() => Int, { description: 'Listings that had something to sell and would have nothing.' })
  declare readonly emptied: number
}

@Visible(OPERATORS)
@ObjectType('AskedOvercommit', {
  description: 'Units beyond the goods that rules ask for. Asked, not granted: the budget may grant less.',
})
class AskedOvercommitType implements AskedOvercommit {
  @Field(() => Int, { description: 'SKUs of which some would be shown.' })
  declare readonly skus: number

  @Field(() => Units)
  declare readonly units: number

  @Field(() => Float, { name: 'oversellPerDay', description: 'Expected to be oversold a day by all of it.' })
  declare readonly perDay: number
}

@Visible(OPERATORS)
@ObjectType('TriedOvercommit')
class TriedOvercommitType implements TriedOvercommit {
  @Field(() => AskedOvercommitType, { description: 'By the rules without the change.' })
  declare readonly before: AskedOvercommit

  @Field(() => AskedOvercommitType, { description: 'By the rules with the change.' })
  declare readonly after: AskedOvercommit

  @Field(() => Float, { description: 'What the tried rules accept to be oversold a day: more than that is never granted.' })
  declare readonly budgetPerDay: number
}

@Visible(OPERATORS)
@ObjectType('RulesTried', { description: 'What a change of the rules would do, with the stock and the demand of now.' })
class RulesTriedType implements Omit<TriedWithCalls, 'kind'> {
  @Field(() => Int, { description: 'What `applyRules` has to be based on.' })
  declare readonly version: number

  @Field(() => DateTime, { description: 'The instant whose rules were compared.' })
  declare readonly at: Date

  @Field(() => Int, { description: 'SKUs that were looked at.' })
  declare readonly skus: number

  @Field(() => Int, { description: 'Listings that were looked at.' })
  declare readonly listings: number

  @Field(() => TriedOvercommitType, {
    description: 'What is shown beyond the goods. The changes of listings reckon with all that is asked for, before and after.',
  })
  declare readonly overcommit: TriedOvercommit

  @Field(() => [ChannelChangesType])
  declare readonly channels: readonly ChannelTried[]

  @Field(() => [QuotaChangeType], { description: 'Those that change most, the largest first.' })
  declare readonly largest: readonly QuotaChange[]

  @Field(() => [QuotaChangeType], { description: 'Some of those that would have nothing, those that have most now first.' })
  declare readonly emptied: readonly QuotaChange[]
}

export const TryRulesOutcome = outcomeOf('TryRulesOutcome', { tried: RulesTriedType })
