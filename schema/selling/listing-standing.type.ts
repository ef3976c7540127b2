import {
  sellingStates,
  type FailingStanding,
  type LastTold,
  type ListingStanding,
  type PoolQuota,
  type SellingState,
} from '../../src/selling/listing-standing.ts'
import type { Guarantee } from '../../src/domain/publishing/guarantee.ts'
import { READERS, Visible } from '../access.ts'
import { Field, Int, ObjectType } from '../decorators.ts'
import { enumOf } from '../enum-of.ts'
import { DateTime, Units } from '../scalars.ts'

const SellingStateEnum = enumOf('SellingState', sellingStates)
const GuaranteeKindEnum = enumOf<Guarantee['kind']>('GuaranteeKind', ['guaranteed', 'bounded', 'unbounded'])

@Visible(READERS)
@ObjectType('PoolQuota')
class PoolQuotaType implements PoolQuota {
  @Field(() => String)
  declare readonly pool: string

  @Field(() => Units)
  declare readonly units: number
}

@Visible(READERS)
@ObjectType('LastTold', { description: 'The last call that was to change the number of a listing.' })
class LastToldType implements LastTold {
  @Field(() => String, { description: '`raise`, `lower` or `set_zero`.' })
  declare readonly kind: string

  @Field(() => Units)
  declare readonly units: number

  @Field(() => DateTime, { description: "When it was signed, by the shop's clock." })
  declare readonly at: Date

  @Field(() => String, { nullable: true, description: 'Null: no answer is on record.' })
  declare readonly outcome: string | null

  @Field(() => Units, { nullable: true, description: 'The number after it, where the platform tells.' })
  declare readonly shownUnits: number | null
}

@Visible(READERS)
@ObjectType('FailingMoves', { description: 'The shop has not taken the last changes of the number of a listing.' })
class FailingMovesType implements FailingStanding {
  @Field(() => Int, { description: 'How often in a row.' })
  declare readonly tries: number

  @Field(() => DateTime)
  declare readonly since: Date

  @Field(() => DateTime, { description: 'It is not raised before then.' })
  declare readonly nextAt: Date

  @Field(() => String, { description: 'What the shop said last, or that nothing came.' })
  declare readonly answer: string
}

@Visible(READERS)
@ObjectType('Guarantee', { description: 'Whether overselling is impossible, or how far it is bounded, and on what that rests.' })
class GuaranteeType implements Guarantee {
  @Field(() => GuaranteeKindEnum)
  declare readonly kind: Guarantee['kind']

  @Field(() => Units, {
    nullable: true,
    description: 'The most that can be oversold, by the orders and readings booked so far; null: no bound is known.',
  })
  declare readonly boundUnits: number | null

  @Field(() => Units, {
    nullable: true,
    description:
      'The most that can be oversold where an order, or a call, comes later than `restsOn` says: what readings took off within a day. It is in `boundUnits` once the lists were found late. Null: no bound is known.',
  })
  declare readonly ifLateUnits: number | null

  @Field(() => [String], { description: 'Why it is only bounded.' })
  declare readonly because: readonly string[]

  @Field(() => [String], { description: 'What has to be true for it.' })
  declare readonly restsOn: readonly string[]
}

@Visible(READERS)
@ObjectType('ListingStanding', { description: 'How a listing is published.' })
export class ListingStandingType implements ListingStanding {
  @Field(() => SellingStateEnum)
  declare readonly state: SellingState

  @Field(() => DateTime, { nullable: true })
  declare readonly joinedAt: Date | null

  @Field(() => Units, {
    description: 'The most it may still sell, as far as can be proved; below zero while a cancellation is awaited.',
  })
  declare readonly quotaUnits: number

  @Field(() => [PoolQuotaType])
  declare readonly quotas: readonly PoolQuota[]

  @Field(() => Units, { nullable: true, description: 'What it should be able to sell; null: not reckoned yet.' })
  declare readonly wantedUnits: number | null

  @Field(() => Units, {
    description:
      'Of its quota, so many may be units that other shops show, too: the rules let them be shown beyond what is there.',
  })
  declare readonly overcommitUnits: number

  @Field(() => LastToldType, { nullable: true })
  declare readonly lastTold: LastTold | null

  @Field(() => DateTime, { nullable: true, description: 'The platform refuses lowerings until then.' })
  declare readonly blockedUntil: Date | null

  @Field(() => String, { nullable: true, description: 'Why it gets no raises; null: it may get them.' })
  declare readonly raisesBlocked: string | null

  @Field(() => DateTime, {
    nullable: true,
    description: 'Since when the outcome of a call is unknown; its units stay in the quota.',
  })
  declare readonly unknownSince: Date | null

  @Field(() => FailingMovesType, { nullable: true, description: 'Null: the last change of its number was taken.' })
  declare readonly failing: FailingStanding | null

  @Field(() => DateTime, { nullable: true })
  declare readonly stoppedAt: Date | null

  @Field(() => String, { nullable: true })
  declare readonly stoppedBy: string | null

  @Field(() => DateTime, { nullable: true, description: 'When the shop had answered that it shows 0.' })
  declare readonly stopToldAt: Date | null

  @Field(() => DateTime, { nullable: true, description: 'The database was restored then: it joins again before any raise.' })
  declare readonly doubtedSince: Date | null

  @Field(() => DateTime, { nullable: true, description: 'The last reading that was compared with what should be there.' })
  declare readonly readAt: Date | null

  @Field(() => GuaranteeType)
  declare readonly guarantee: Guarantee
}
