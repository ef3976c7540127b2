import type { NotCounted } from '../../src/publishing/read-not-counted.ts'
import {
  overcommitBases,
  type Derivation,
  type ExplainedOvercommit,
  type ExplainedRule,
  type ExplainedStep,
  type OvercommitBasis,
  type QuotaExplained,
} from '../../src/allocation/explain-quota.ts'
import type { ExplainedDemand, SimilarGoods } from '../../src/allocation/explain-demand.ts'
import { stepKinds, type StepKind } from '../../src/domain/allocation/derivation.ts'
import type { RuleSource } from '../../src/domain/allocation/rule.ts'
import { READERS, Visible } from '../access.ts'
import { Field, Float, ID, Int, ObjectType } from '../decorators.ts'
import { enumOf } from '../enum-of.ts'
import { NotCountedType } from '../channels/not-counted.type.ts'
import { outcomeOf } from '../outcome.ts'
import { DateTime, Units } from '../scalars.ts'

const OvercommitBasisEnum = enumOf<OvercommitBasis>('OvercommitBasis', overcommitBases)
const StepKindEnum = enumOf('QuotaStepKind', stepKinds)

@Visible(READERS)
@ObjectType('RuleSource', { description: 'The rule that says a value.' })
class RuleSourceType {
  @Field(() => ID)
  declare readonly id: string

  @Field(() => Int)
  declare readonly version: number

  @Field(() => String, { nullable: true })
  declare readonly name: string | null

  @Field(() => DateTime, { name: 'until', nullable: true })
  declare readonly untilMs: number | null
}

@Visible(READERS)
@ObjectType('QuotaStep', { description: 'One step on the way to a quota, in one pool and for one SKU.' })
class QuotaStepType implements Omit<ExplainedStep, 'kind' | 'rule'> {
  @Field(() => String)
  declare readonly pool: string

  @Field(() => String)
  declare readonly sku: string

  @Field(() => StepKindEnum)
  declare readonly kind: StepKind

  @Field(() => Units, { description: 'Units of the SKU that the step gave; below zero: took.' })
  declare readonly units: number

  @Field(() => Units, { description: 'What the listing is to have after it.' })
  declare readonly toUnits: number

  @Field(() => RuleSourceType, { nullable: true, description: 'Null: no rule says anything of it.' })
  declare readonly rule: RuleSource
}

@Visible(READERS)
@ObjectType('EffectiveRule', { description: 'What the rules say of one SKU on the channel.' })
class EffectiveRuleType implements Omit<ExplainedRule, 'sources'> {
  @Field(() => String)
  declare readonly sku: string

  @Field(() => Int)
  declare readonly rank: number

  @Field(() => Int, { nullable: true })
  declare readonly sharePercent: number | null

  @Field(() => Units)
  declare readonly floorUnits: number

  @Field(() => Units, { nullable: true })
  declare readonly capUnits: number | null

  @Field(() => Units)
  declare readonly reserveUnits: number

  @Field(() => Units)
  declare readonly minimumMoveUnits: number

  @Field(() => Float)
  declare readonly confidence: number

  @Field(() => Units)
  declare readonly overcommitUnits: number

  @Field(() => Float)
  declare readonly oversellUnitsPerDay: number
}

@Visible(READERS)
@ObjectType('QuotaOvercommit', { description: 'Units that several shops show, beyond what is there.' })
class QuotaOvercommitType implements Omit<ExplainedOvercommit, 'isHere' | 'perDay'> {
  @Field(() => String)
  declare readonly pool: string

  @Field(() => String)
  declare readonly sku: string

  @Field(() => OvercommitBasisEnum, {
    description: '`ASKED` where rules are only tried: the budget of the merchant may grant less.',
  })
  declare readonly basis: OvercommitBasis

  @Field(() => Units)
  declare readonly units: number

  @Field(() => Float, { name: 'oversellPerDay', description: 'Expected to be oversold a day for it.' })
  declare readonly perDay: number

  @Field(() => Boolean, { name: 'here', description: 'Whether this listing shows one of them.' })
  declare readonly isHere: boolean
}

@Visible(READERS)
@ObjectType('QuotaDerivation', { description: 'How a number comes about under one version of the rules.' })
class DerivationType implements Omit<Derivation, 'wantedSets'> {
  @Field(() => Int)
  declare readonly version: number

  @Field(() => Units, { name: 'wantedUnits', description: 'What the listing should be able to sell.' })
  declare readonly wantedSets: number

  @Field(() => [QuotaStepType], { description: 'In the order of the reckoning.' })
  declare readonly steps: readonly ExplainedStep[]

  @Field(() => [EffectiveRuleType])
  declare readonly rules: readonly ExplainedRule[]

  @Field(() => [QuotaOvercommitType], { description: 'What is shown beyond the goods of its SKUs; empty: nothing.' })
  declare readonly overcommit: readonly ExplainedOvercommit[]
}

@Visible(READERS)
@ObjectType('SimilarGoods', { description: 'Goods with the same tag of which it is known how fast they sell.' })
class SimilarGoodsType implements SimilarGoods {
  @Field(() => String)
  declare readonly tag: string

  @Field(() => Float, { description: 'What the middle one of them sells a day in a listing.' })
  declare readonly perDay: number

  @Field(() => Int, { description: 'How many of them are known.' })
  declare readonly skus: number
}

@Visible(READERS)
@ObjectType('ExpectedDemand', { description: 'What a listing is expected to sell of one SKU, and what of that is known.' })
class ExpectedDemandType implements ExplainedDemand {
  @Field(() => String)
  declare readonly sku: string

  @Field(() => Float)
  declare readonly perDay: number

  @Field(() => Float, { description: 'What it has sold; older units weigh less.' })
  declare readonly soldUnits: number

  @Field(() => Float, { description: 'The time in which it could have; older times weigh less.' })
  declare readonly soldDays: number

  @Field(() => Float, {
    description:
      'How many units go at once in the listings of the SKU. Large orders are no sign of many more: chance is reckoned with by it.',
  })
  declare readonly unitsAtOnce: number

  @Field(() => Float, {
    nullable: true,
    description:
      'What goods like it sell a day in a listing: it counts as long as little is known of this SKU. Null: none are known.',
  })
  declare readonly similarPerDay: number | null

  @Field(() => [SimilarGoodsType])
  declare readonly similar: readonly SimilarGoods[]
}

@Visible(READERS)
@ObjectType('QuotaExplained', { description: 'How the number of a listing comes about.' })
export class QuotaExplainedType implements Omit<QuotaExplained, 'kind' | 'listingId' | 'quotaSets'> {
  declare readonly listingId: string

  @Field(() => DateTime)
  declare readonly at: Date

  @Field(() => Units, { name: 'quotaUnits', description: 'What it may still sell, as far as can be proved.' })
  declare readonly quotaSets: number

  @Field(() => [NotCountedType], {
    description: 'What shops that have not joined show of its goods, beyond what is left to them; empty: no more than that.',
  })
  declare readonly notCounted: readonly NotCounted[]

  @Field(() => [ExpectedDemandType], { description: 'What it is expected to sell, whatever the rules say.' })
  declare readonly demand: readonly ExplainedDemand[]

  @Field(() => DerivationType)
  declare readonly now: Derivation

  @Field(() => DerivationType, { nullable: true, description: 'After the change that was asked about.' })
  declare readonly otherwise: Derivation | null
}

export const ExplainQuotaOutcome = outcomeOf('ExplainQuotaOutcome', { explained: QuotaExplainedType })
