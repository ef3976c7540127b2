import type { ShownRule } from '../../src/allocation/show-rules.ts'
import type { ChannelDraft, DraftScope } from '../../src/domain/allocation/check-rule.ts'
import type { RuleVersion } from '../../src/allocation/list-versions.ts'
import { OPERATORS, READERS, Visible } from '../access.ts'
import { Field, Float, ID, Int, ObjectType } from '../decorators.ts'
import { outcomeOf } from '../outcome.ts'
import { connectionOf } from '../relay/connection.ts'
import { DateTime, Units } from '../scalars.ts'

@Visible(READERS)
@ObjectType('ChannelRule', { description: 'What a rule says of one channel; null: nothing of that.' })
class ChannelRuleType implements ChannelDraft {
  @Field(() => String)
  declare readonly channel: string

  @Field(() => Int, { nullable: true })
  declare readonly rank: number | null

  @Field(() => Int, { nullable: true })
  declare readonly sharePercent: number | null

  @Field(() => Units, { nullable: true })
  declare readonly floorUnits: number | null

  @Field(() => Units, { nullable: true })
  declare readonly capUnits: number | null
}

@Visible(READERS)
@ObjectType('AllocationRule', { description: 'Who gets scarce units of some goods: of all, where neither tag nor SKU is named.' })
export class AllocationRuleType {
  @Field(() => ID)
  declare readonly id: string

  @Field(() => Int, { description: 'The version that brought it.' })
  declare readonly version: number

  @Field(() => String, { nullable: true })
  declare readonly name: string | null

  @Field(() => String, { nullable: true })
  declare readonly tag: string | null

  @Field(() => Int, { nullable: true, description: 'Of the tags of one SKU, the one with the smaller position counts first.' })
  declare readonly position: number | null

  @Field(() => String, { nullable: true })
  declare readonly sku: string | null

  @Field(() => DateTime, { nullable: true })
  declare readonly from: number | null

  @Field(() => DateTime, { nullable: true, description: 'Set for events, which end by themselves.' })
  declare readonly until: number | null

  @Field(() => [ChannelRuleType])
  declare readonly channels: readonly ChannelDraft[]

  @Field(() => Units, { nullable: true })
  declare readonly reserveUnits: number | null

  @Field(() => Units, { nullable: true })
  declare readonly minimumMoveUnits: number | null

  @Field(() => Float, { nullable: true })
  declare readonly confidence: number | null

  @Field(() => Units, { nullable: true })
  declare readonly overcommitUnits: number | null

  @Field(() => Float, { nullable: true })
  declare readonly oversellUnitsPerDay: number | null
}

export function toRule({ id, version, name, scope, fromMs, untilMs, channels, values }: ShownRule): AllocationRuleType {
  return { id, version, name, ...goodsOf(scope), from: fromMs, until: untilMs, channels, ...values }
}

/** What a rule is for, in words of the API. */
export function goodsOf(scope: DraftScope): Pick<AllocationRuleType, 'tag' | 'position' | 'sku'> {
  return {
    tag: scope.kind === 'tag' ? scope.tag : null,
    position: scope.kind === 'tag' ? scope.position : null,
    sku: scope.kind === 'sku' ? scope.sku : null,
  }
}

@Visible(READERS)
@ObjectType('AllocationRules', { description: 'The rules that count or will count at one version.' })
export class AllocationRulesType {
  @Field(() => Int, { description: '0: before there were any.' })
  declare readonly version: number

  @Field(() => [AllocationRuleType])
  declare readonly rules: readonly AllocationRuleType[]
}

@Visible(READERS)
@ObjectType('RuleVersion', { description: 'One change of the rules. None is ever forgotten.' })
export class RuleVersionType implements Pick<RuleVersion, 'version' | 'restores' | 'actor' | 'reason' | 'added' | 'ended'> {
  @Field(() => Int)
  declare readonly version: number

  @Field(() => Int, { nullable: true, description: 'The version it repeats, where it takes a change back.' })
  declare readonly restores: number | null

  @Field(() => String)
  declare readonly actor: string

  @Field(() => String)
  declare readonly reason: string

  @Field(() => DateTime, { name: 'from' })
  declare readonly fromMs: number

  @Field(() => DateTime, { name: 'until', nullable: true })
  declare readonly untilMs: number | null

  @Field(() => DateTime, { name: 'recordedAt' })
  declare readonly recordedMs: number

  @Field(() => Int, { description: 'Rules it brought.' })
  declare readonly added: number

  @Field(() => Int, { description: 'Rules that ended with it.' })
  declare readonly ended: number
}

export const RuleVersionConnection = connectionOf('RuleVersion', { node: () => RuleVersionType, visible: READERS })

@Visible(OPERATORS)
@ObjectType('RulesApplied')
class RulesAppliedType {
  @Field(() => Int, { description: 'The version of the rules from now on.' })
  declare readonly version: number
}

export const RulesOutcome = outcomeOf('RulesOutcome', RulesAppliedType)
