import type { ChangeCampaign } from '../../src/campaigns/change-campaign.ts'
import type { CampaignLineArgs } from '../../src/campaigns/line-args.ts'
import type { PlanCampaign } from '../../src/campaigns/plan-campaign.ts'
import type { CampaignKind, ReturnRule, ShortageRule, ThresholdAction } from '../../src/domain/campaign/campaign.ts'
import { Field, ID, InputType, Int } from '../decorators.ts'
import { DateTime } from '../scalars.ts'
import { CampaignKindEnum, ReturnRuleEnum, ShortageRuleEnum, ThresholdActionEnum } from './campaign.type.ts'

const FREEZES =
  'Its platform refuses lowerings from its enrolment to its end: its listings are shown as blocked, and not lowered.'

@InputType({ description: 'A recipe in all channels of the campaign, or one listing of one channel.' })
class CampaignLineInput {
  @Field(() => String, { nullable: true })
  declare readonly recipe?: string | null

  @Field(() => String, { nullable: true })
  declare readonly channel?: string | null

  @Field(() => ID, { nullable: true, description: 'Its name in its channel.' })
  declare readonly listing?: string | null

  @Field(() => Int)
  declare readonly units: number

  @Field(() => Int, { defaultValue: 0, description: 'The least its platform wants to see for sale while the activity runs.' })
  declare readonly minimum: number

  @Field(() => Int, { nullable: true, description: 'For direct sales.' })
  declare readonly limitPerBuyer?: number | null

  @Field(() => Int, { nullable: true })
  declare readonly threshold?: number | null

  @Field(() => ThresholdActionEnum, { defaultValue: 'warn' })
  declare readonly onThreshold: ThresholdAction

  @Field(() => Boolean, { defaultValue: false })
  declare readonly isGift: boolean
}

@InputType()
export class PlanCampaignInput {
  @Field(() => String)
  declare readonly code: string

  @Field(() => String)
  declare readonly name: string

  @Field(() => CampaignKindEnum)
  declare readonly kind: CampaignKind

  @Field(() => [String], { description: 'Codes.' })
  declare readonly channels: readonly string[]

  @Field(() => String, { nullable: true, description: 'The mark its platform puts on orders of the activity.' })
  declare readonly activityId?: string | null

  @Field(() => DateTime, { nullable: true, description: 'From then on its platform may refuse lowerings.' })
  declare readonly enrolsAt?: Date | null

  @Field(() => Boolean, { nullable: true, description: FREEZES })
  declare readonly freezes?: boolean | null

  @Field(() => DateTime)
  declare readonly startsAt: Date

  @Field(() => DateTime)
  declare readonly endsAt: Date

  @Field(() => Int, { defaultValue: 0, description: 'So long before its start its units are put on sale.' })
  declare readonly leadMs: number

  @Field(() => DateTime, { nullable: true, description: 'Left out: a command grants it.' })
  declare readonly grantsAt?: Date | null

  @Field(() => ShortageRuleEnum, { defaultValue: 'refuse' })
  declare readonly onShortage: ShortageRule

  @Field(() => ReturnRuleEnum, { defaultValue: 'campaign' })
  declare readonly returnsTo: ReturnRule

  @Field(() => [CampaignLineInput])
  declare readonly lines: readonly CampaignLineInput[]
}

@InputType()
class ChangedLineInput {
  @Field(() => Int, { description: 'Its number.' })
  declare readonly line: number

  @Field(() => Int, { description: '0 takes it out.' })
  declare readonly units: number
}

@InputType({ description: 'What is left out stays as it is.' })
export class ChangeCampaignInput {
  @Field(() => String, { description: 'Its code.' })
  declare readonly campaign: string

  @Field(() => String, { nullable: true })
  declare readonly name?: string | null

  @Field(() => String, { nullable: true })
  declare readonly activityId?: string | null

  @Field(() => DateTime, { nullable: true })
  declare readonly enrolsAt?: Date | null

  @Field(() => Boolean, { nullable: true, description: FREEZES })
  declare readonly freezes?: boolean | null

  @Field(() => DateTime, { nullable: true })
  declare readonly startsAt?: Date | null

  @Field(() => DateTime, { nullable: true, description: 'Later: it is extended; sooner: cut short.' })
  declare readonly endsAt?: Date | null

  @Field(() => Int, { nullable: true })
  declare readonly leadMs?: number | null

  @Field(() => DateTime, { nullable: true })
  declare readonly grantsAt?: Date | null

  @Field(() => [ChangedLineInput], { defaultValue: [] })
  declare readonly lines: readonly ChangedLineInput[]

  @Field(() => [CampaignLineInput], { defaultValue: [] })
  declare readonly newLines: readonly CampaignLineInput[]

  @Field(() => String, {
    nullable: true,
    description: 'What the refusal said, to go below the minimum of an activity all the same.',
  })
  declare readonly confirm?: string | null
}

export function toPlan({
  activityId,
  freezes,
  enrolsAt,
  startsAt,
  endsAt,
  grantsAt,
  lines,
  ...plan
}: PlanCampaignInput): PlanCampaign {
  return {
    ...plan,
    activityId: activityId ?? null,
    ...(typeof freezes !== 'boolean' ? {} : { freezes }),
    enrolsAtMs: enrolsAt?.getTime() ?? null,
    startsAtMs: startsAt.getTime(),
    endsAtMs: endsAt.getTime(),
    grantsAtMs: grantsAt?.getTime() ?? null,
    lines: lines.map(toLine),
  }
}

export function toChange({
  freezes,
  enrolsAt,
  startsAt,
  endsAt,
  grantsAt,
  newLines,
  ...change
}: ChangeCampaignInput): ChangeCampaign {
  const { campaign, name = null, activityId = null, leadMs = null, lines, confirm = null } = change
  return {
    campaign,
    name,
    activityId,
    leadMs,
    lines,
    confirm,
    ...(typeof freezes !== 'boolean' ? {} : { freezes }),
    enrolsAtMs: enrolsAt?.getTime() ?? null,
    startsAtMs: startsAt?.getTime() ?? null,
    endsAtMs: endsAt?.getTime() ?? null,
    grantsAtMs: grantsAt?.getTime() ?? null,
    newLines: newLines.map(toLine),
  }
}

function toLine({ recipe, channel, listing, limitPerBuyer, threshold, ...line }: CampaignLineInput): CampaignLineArgs {
  return {
    ...line,
    recipe: recipe ?? null,
    channel: channel ?? null,
    listing: listing ?? null,
    limitPerBuyer: limitPerBuyer ?? null,
    threshold: threshold ?? null,
  }
}
