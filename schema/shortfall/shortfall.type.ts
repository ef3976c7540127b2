import { treatments, type PlanStep, type ShortfallPlan, type Treatment } from '../../src/domain/shortfall-plan.ts'
import type { SkuId } from '../../src/domain/ids.ts'
import { platforms, type Platform } from '../../src/channels/platform.ts'
import type { ListedPenalty } from '../../src/shortfall/penalties.ts'
import type { ShortfallTask } from '../../src/shortfall/shortfalls.ts'
import { READERS, Visible } from '../access.ts'
import { Field, ID, InputType, Int, ObjectType } from '../decorators.ts'
import { enumOf } from '../enum-of.ts'
import { outcomeOf } from '../outcome.ts'
import { DateTime, Units } from '../scalars.ts'

const TreatmentEnum = enumOf('Treatment', treatments)
const PenaltyPlatformEnum = enumOf('PenaltyPlatform', platforms)

@Visible(READERS)
@ObjectType('ShortOrder', { description: 'An order that holds units of which there are too few.' })
class ShortOrderType {
  @Field(() => String, { description: 'The reference of its hold: channel and number, or `manual:` and the reference.' })
  declare readonly reference: string

  @Field(() => Units)
  declare readonly units: number

  @Field(() => DateTime, { name: 'orderedAt' })
  declare readonly orderedAtMs: number

  @Field(() => DateTime, { name: 'shipBy', nullable: true })
  declare readonly shipByMs: number | null
}

@Visible(READERS)
@ObjectType('ShortfallStep', { description: 'What to do about some units of an order.' })
class ShortfallStepType implements PlanStep {
  @Field(() => String)
  declare readonly reference: string

  @Field(() => TreatmentEnum)
  declare readonly treatment: Treatment

  @Field(() => Units)
  declare readonly units: number

  @Field(() => String, { nullable: true, description: 'SUBSTITUTE: the pool to take them from, by a transfer or from there.' })
  declare readonly pool: string | null

  @Field(() => ID, { nullable: true, description: 'DELAY: the expected receipt to wait for.' })
  declare readonly receipt: string | null

  @Field(() => DateTime, { name: 'until', nullable: true })
  declare readonly untilMs: number | null

  @Field(() => Units)
  declare readonly costFen: number
}

@Visible(READERS)
@ObjectType('ShortfallPlan', {
  description: 'The least harmful thing to do, by the table of penalties. Nothing is done before it is applied.',
})
class ShortfallPlanType implements ShortfallPlan {
  @Field(() => [ShortfallStepType], { description: 'The least harmful first.' })
  declare readonly steps: readonly PlanStep[]

  @Field(() => Units)
  declare readonly costFen: number

  @Field(() => Units, { description: 'Short units that none of these orders holds.' })
  declare readonly unplannedUnits: number
}

@Visible(READERS)
@ObjectType('ShortfallTask', {
  description: 'A step of an applied plan, for people to do. It ends by itself once the shortfall is back-filled.',
})
export class ShortfallTaskType implements ShortfallTask {
  @Field(() => ID)
  declare readonly id: string

  @Field(() => String)
  declare readonly reference: string

  @Field(() => TreatmentEnum)
  declare readonly treatment: Treatment

  @Field(() => Units)
  declare readonly units: number

  @Field(() => String, { name: 'pool', nullable: true, description: 'SUBSTITUTE: the pool to take them from.' })
  declare readonly fromPool: string | null

  @Field(() => ID, { nullable: true })
  declare readonly receipt: string | null

  @Field(() => DateTime, { name: 'until', nullable: true })
  declare readonly untilMs: number | null

  @Field(() => Units)
  declare readonly costFen: number

  @Field(() => String, { description: 'Who applied the plan.' })
  declare readonly actor: string

  @Field(() => DateTime, { name: 'createdAt' })
  declare readonly createdAtMs: number
}

@Visible(READERS)
@ObjectType('Shortfall', { description: 'Units of a SKU that real orders need and a pool does not have.' })
export class ShortfallType {
  declare readonly skuId: SkuId
  declare readonly poolId: string

  @Field(() => String)
  declare readonly pool: string

  @Field(() => Units)
  declare readonly shortfall: number

  @Field(() => Units)
  declare readonly onHand: number

  @Field(() => Units)
  declare readonly held: number

  @Field(() => Units, { description: 'All that is promised beyond what is there, to shops too.' })
  declare readonly deficit: number

  @Field(() => [ShortOrderType], { description: 'The orders it can hit, those defended last first.' })
  declare readonly orders: readonly ShortOrderType[]

  @Field(() => ShortfallPlanType)
  declare readonly plan: ShortfallPlan

  @Field(() => String, { description: 'Names the facts the plan is made of: to apply it.' })
  declare readonly fingerprint: string
}

@Visible(READERS)
@ObjectType('PlanApplied')
class PlanAppliedType {
  @Field(() => [ShortfallTaskType])
  declare readonly tasks: readonly ShortfallTask[]
}

@Visible(READERS)
@ObjectType('Penalty', {
  description: 'What a treatment costs, in fen: a row of a channel goes before its platform’s, that before the one for all.',
})
export class PenaltyType implements Omit<ListedPenalty, 'platform'> {
  declare readonly channelId: string | null

  @Field(() => ID)
  declare readonly id: string

  @Field(() => TreatmentEnum)
  declare readonly treatment: Treatment

  @Field(() => PenaltyPlatformEnum, { nullable: true })
  declare readonly platform: Platform | null

  @Field(() => Int, { description: 'For each order.' })
  declare readonly fixedFen: number

  @Field(() => Int)
  declare readonly perUnitFen: number

  @Field(() => Int, { description: 'For each unit and each day, begun, beyond its ship-by time.' })
  declare readonly perDayFen: number

  @Field(() => Int, { description: 'Of the price of each unit, in thousandths.' })
  declare readonly priceShare: number

  @Field(() => Boolean, { description: 'As it came with the program: plain numbers for you to edit.' })
  declare readonly isDefault: boolean
}

@Visible(READERS)
@ObjectType('PenaltiesSaved')
class PenaltiesSavedType {
  @Field(() => [PenaltyType])
  declare readonly penalties: readonly ListedPenalty[]
}

export const ApplyPlanOutcome = outcomeOf('ApplyPlanOutcome', PlanAppliedType)
export const PenaltyOutcome = outcomeOf('PenaltyOutcome', PenaltiesSavedType)

@InputType()
export class PenaltyInput {
  @Field(() => TreatmentEnum)
  declare readonly treatment: Treatment

  @Field(() => String, { nullable: true, description: 'The code of a channel. Neither a channel nor a platform: for all.' })
  declare readonly channel?: string | null

  @Field(() => PenaltyPlatformEnum, { nullable: true })
  declare readonly platform?: Platform | null

  @Field(() => Int)
  declare readonly fixedFen: number

  @Field(() => Int)
  declare readonly perUnitFen: number

  @Field(() => Int)
  declare readonly perDayFen: number

  @Field(() => Int)
  declare readonly priceShare: number
}
