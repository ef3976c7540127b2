import type { CampaignChanged } from '../../src/campaigns/change-campaign.ts'
import type { CampaignEnded } from '../../src/campaigns/end-campaign.ts'
import type { CampaignGranted } from '../../src/campaigns/grant-campaign.ts'
import type { ComparedLine } from '../../src/campaigns/compare-campaign.ts'
import type { ListedCampaign, ListedLine } from '../../src/campaigns/list-campaigns.ts'
import {
  campaignKinds,
  campaignPhases,
  returnRules,
  shortageRules,
  thresholdActions,
  type CampaignKind,
  type CampaignPhase,
  type ReturnRule,
  type ShortageRule,
  type ThresholdAction,
} from '../../src/domain/campaign/campaign.ts'
import { OPERATORS, READERS, Visible } from '../access.ts'
import { Field, Float, ID, Int, ObjectType } from '../decorators.ts'
import { enumOf } from '../enum-of.ts'
import { outcomeOf } from '../outcome.ts'
import { connectionOf } from '../relay/connection.ts'
import { DateTime, Units } from '../scalars.ts'

export const CampaignKindEnum = enumOf('CampaignKind', campaignKinds)
export const ShortageRuleEnum = enumOf('ShortageRule', shortageRules)
export const ReturnRuleEnum = enumOf('ReturnRule', returnRules)
export const ThresholdActionEnum = enumOf('ThresholdAction', thresholdActions)
const CampaignPhaseEnum = enumOf('CampaignPhase', campaignPhases)

@Visible(READERS)
@ObjectType('CampaignLine', {
  description: 'What one line of a campaign was promised, and how it goes. In units of what it sells.',
})
class CampaignLineType implements ListedLine {
  @Field(() => Int)
  declare readonly line: number

  @Field(() => String)
  declare readonly recipe: string

  @Field(() => String, { nullable: true, description: 'Set where it is for one listing.' })
  declare readonly channel: string | null

  @Field(() => ID, { nullable: true })
  declare readonly listing: string | null

  @Field(() => Units, { description: 'As planned.' })
  declare readonly units: number

  @Field(() => Units, { description: 'The least its platform wants to see for sale while the activity runs.' })
  declare readonly minimum: number

  @Field(() => Units, { nullable: true, description: 'For direct sales.' })
  declare readonly limitPerBuyer: number | null

  @Field(() => Units, { nullable: true })
  declare readonly threshold: number | null

  @Field(() => ThresholdActionEnum)
  declare readonly onThreshold: ThresholdAction

  @Field(() => Boolean)
  declare readonly isGift: boolean

  @Field(() => Units, {
    name: 'toppedUpUnits',
    description: 'Of its units, those it was topped up with by itself at its threshold.',
  })
  declare readonly toppedUp: number

  @Field(() => Boolean, { description: 'It has passed its threshold, and its listings were stopped.' })
  declare readonly takenDown: boolean

  @Field(() => Units, { description: 'What it was promised.' })
  declare readonly lockedUnits: number

  @Field(() => Units, { description: "Kept by us: in no shop's number." })
  declare readonly keptUnits: number

  @Field(() => Units, { description: "In its shops' numbers, as far as they were asked." })
  declare readonly publishedUnits: number

  @Field(() => Units, { description: 'Of that, what the shops have confirmed.' })
  declare readonly confirmedUnits: number

  @Field(() => Units)
  declare readonly soldUnits: number

  @Field(() => Units, { description: 'What it may still sell.' })
  declare readonly leftUnits: number

  @Field(() => Units, { description: 'Promised, and not there: it is made up before any listing is raised.' })
  declare readonly missingUnits: number

  @Field(() => Float, { nullable: true, description: 'Since its start; null: it has not begun.' })
  declare readonly soldPerHour: number | null

  @Field(() => DateTime, {
    name: 'lastsUntil',
    nullable: true,
    description: 'Sold out then, at that rate; null: not before its end.',
  })
  declare readonly lastsUntilMs: number | null

  @Field(() => DateTime, { name: 'soldOutAt', nullable: true, description: 'Of a gift: the campaign goes on without it.' })
  declare readonly soldOutAtMs: number | null

  @Field(() => Units, { description: 'An estimate of what it would have sold since then: at the rate it had, until the end.' })
  declare readonly lostUnits: number
}

@Visible(READERS)
@ObjectType('Campaign', { description: 'A promotion that units are promised to.' })
export class CampaignType implements ListedCampaign {
  declare readonly id: string

  @Field(() => String)
  declare readonly code: string

  @Field(() => String)
  declare readonly name: string

  @Field(() => CampaignKindEnum)
  declare readonly kind: CampaignKind

  @Field(() => CampaignPhaseEnum, { description: 'By the clock alone, once it is granted.' })
  declare readonly phase: CampaignPhase

  @Field(() => [String], { description: 'Codes.' })
  declare readonly channels: readonly string[]

  @Field(() => String, { nullable: true, description: 'The mark its platform puts on orders of the activity.' })
  declare readonly activityId: string | null

  @Field(() => DateTime, { name: 'enrolsAt', nullable: true })
  declare readonly enrolsAtMs: number | null

  @Field(() => Boolean, { description: 'Its platform refuses lowerings from its enrolment to its end.' })
  declare readonly freezes: boolean

  @Field(() => DateTime, { name: 'startsAt' })
  declare readonly startsAtMs: number

  @Field(() => DateTime, { name: 'endsAt' })
  declare readonly endsAtMs: number

  @Field(() => Int, { description: 'So long before its start its units are put on sale.' })
  declare readonly leadMs: number

  @Field(() => DateTime, { name: 'grantsAt', nullable: true, description: 'When it is granted by itself.' })
  declare readonly grantsAtMs: number | null

  @Field(() => ShortageRuleEnum)
  declare readonly onShortage: ShortageRule

  @Field(() => ReturnRuleEnum, { description: 'Where units of cancelled orders go while it runs.' })
  declare readonly returnsTo: ReturnRule

  @Field(() => DateTime, { name: 'grantedAt', nullable: true })
  declare readonly grantedAtMs: number | null

  @Field(() => DateTime, { name: 'endedAt', nullable: true, description: 'Cut short, or cancelled, then.' })
  declare readonly endedAtMs: number | null

  @Field(() => String, { nullable: true, description: 'Why its grant was refused when its time had come; it is tried again.' })
  declare readonly grantProblem: string | null

  @Field(() => [CampaignLineType])
  declare readonly lines: readonly ListedLine[]
}

@Visible(READERS)
@ObjectType('CampaignComparison', {
  description:
    'What one line sold in its channels while its campaign ran, and in as long a time just before, sales that did not name the campaign among it. What was called off is left out, and a direct sale counts once it is committed.',
})
export class ComparedLineType implements ComparedLine {
  @Field(() => Int)
  declare readonly line: number

  @Field(() => String)
  declare readonly recipe: string

  @Field(() => Units)
  declare readonly soldUnits: number

  @Field(() => Units)
  declare readonly soldBeforeUnits: number

  @Field(() => Float, { nullable: true, description: 'How many times as much. Null: nothing was sold before.' })
  declare readonly times: number | null
}

export const CampaignConnection = connectionOf('Campaign', { node: () => CampaignType, visible: READERS })

@Visible(OPERATORS)
@ObjectType('CampaignSaved')
class CampaignSavedType {
  @Field(() => String, { name: 'campaign', description: 'Its code.' })
  declare readonly code: string
}

@Visible(OPERATORS)
@ObjectType('CampaignGranted')
class CampaignGrantedType implements Omit<CampaignGranted, 'kind'> {
  @Field(() => String, { name: 'campaign', description: 'Its code.' })
  declare readonly code: string

  @Field(() => Units, { description: 'Kept for it now, of all lines together.' })
  declare readonly lockedUnits: number

  @Field(() => Units, { description: 'Wanted beside that: made up as soon as there is something free.' })
  declare readonly missingUnits: number
}

@Visible(OPERATORS)
@ObjectType('CampaignChanged')
class CampaignChangedType implements Omit<CampaignChanged, 'kind'> {
  @Field(() => String, { name: 'campaign', description: 'Its code.' })
  declare readonly code: string

  @Field(() => Units, { description: 'Kept for it more, or (below zero) fewer than before.' })
  declare readonly lockedUnits: number

  @Field(() => Units)
  declare readonly missingUnits: number
}

@Visible(OPERATORS)
@ObjectType('CampaignEnded')
class CampaignEndedType implements Omit<CampaignEnded, 'kind'> {
  @Field(() => String, { name: 'campaign', description: 'Its code.' })
  declare readonly code: string

  @Field(() => Units, { description: 'Kept for it until now, and back in the pool.' })
  declare readonly returnedUnits: number

  @Field(() => Units, { description: "Still in its shops' numbers: they come back by lowerings." })
  declare readonly shownUnits: number

  @Field(() => Units)
  declare readonly soldUnits: number
}

export const PlanCampaignOutcome = outcomeOf('PlanCampaignOutcome', CampaignSavedType)
export const GrantCampaignOutcome = outcomeOf('GrantCampaignOutcome', CampaignGrantedType)
export const ChangeCampaignOutcome = outcomeOf('ChangeCampaignOutcome', CampaignChangedType)
export const EndCampaignOutcome = outcomeOf('EndCampaignOutcome', CampaignEndedType)
