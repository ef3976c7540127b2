import type { ShownBudget, ShownCharge } from '../../src/allocation/show-budget.ts'
import type { ShownOvercommit } from '../../src/allocation/show-overcommit.ts'
import type { CurvePoint } from '../../src/domain/allocation/overcommit.ts'
import type { SkuId } from '../../src/domain/ids.ts'
import { READERS, Visible } from '../access.ts'
import { Field, Float, ID, Int, ObjectType } from '../decorators.ts'
import { outcomeOf } from '../outcome.ts'
import { connectionOf } from '../relay/connection.ts'
import { DateTime, Units } from '../scalars.ts'

@Visible(READERS)
@ObjectType('OvercommitBudget', { description: 'What may be oversold, what of it is used, and what was oversold.' })
export class OvercommitBudgetType implements ShownBudget {
  @Field(() => Float, {
    description: 'Oversold units a day that the rules accept, over all goods; 0: nothing is shown beyond them.',
  })
  declare readonly unitsPerDay: number

  @Field(() => Float, { description: 'Expected to be oversold a day by all that was granted.' })
  declare readonly grantedPerDay: number

  @Field(() => Float, { description: 'What may still be granted; 0 while it is strict.' })
  declare readonly leftPerDay: number

  @Field(() => Float, { description: 'Units that were oversold and have not worn off: a day wears off a day of the budget.' })
  declare readonly owedUnits: number

  @Field(() => DateTime, {
    nullable: true,
    description: 'Set while nothing may be shown beyond the goods: since more was owed than a day of the budget.',
  })
  declare readonly strictSince: Date | null

  @Field(() => DateTime, {
    nullable: true,
    description:
      'When all will have worn off: then goods are shown again as they are planned next. Null while strict: never, no budget is stated.',
  })
  declare readonly strictUntil: Date | null
}

@Visible(READERS)
@ObjectType('OvercommitCharge', {
  description: 'Units that were sold and are not there, since they were shown in several shops.',
})
export class OvercommitChargeType implements Omit<ShownCharge, 'recordedMs'> {
  declare readonly skuId: SkuId

  @Field(() => ID)
  declare readonly id: string

  @Field(() => String)
  declare readonly pool: string

  @Field(() => Units)
  declare readonly units: number

  @Field(() => String, { description: 'What brought it, as in the ledger.' })
  declare readonly document: string

  @Field(() => String)
  declare readonly actor: string

  @Field(() => DateTime, { name: 'recordedAt' })
  declare readonly recordedMs: number
}

export const OvercommitChargeConnection = connectionOf('OvercommitCharge', { node: () => OvercommitChargeType, visible: READERS })

@Visible(READERS)
@ObjectType('OvercommitPoint', { description: 'What it comes to when so many units are shown beyond what is there.' })
class OvercommitPointType implements CurvePoint {
  @Field(() => Units)
  declare readonly overcommitUnits: number

  @Field(() => Int, { description: 'Shops that show something.' })
  declare readonly shops: number

  @Field(() => Float, { description: 'Units a day that are asked for in shops that show nothing, as long as there are any.' })
  declare readonly lostPerDay: number

  @Field(() => Float, {
    description: 'Units a day that are sold and not there, as long as the last ones are for sale: no more is expected.',
  })
  declare readonly oversoldPerDay: number
}

export type OvercommitShop = ShownOvercommit['shops'][number]

@Visible(READERS)
@ObjectType('OvercommitShop', { description: 'A listing that may show a unit beyond what is there.' })
export class OvercommitShopType {
  declare readonly listingId: string

  @Field(() => Int)
  declare readonly rank: number

  @Field(() => Float, { description: 'What it is expected to sell.' })
  declare readonly soldPerDay: number

  @Field(() => Float, { description: 'How long its sales stay unseen at most, and until the other shops are lowered.' })
  declare readonly blindSeconds: number
}

@Visible(READERS)
@ObjectType('SkuOvercommit', { description: 'What one pool has of a SKU, and what may be shown of it beyond that.' })
export class SkuOvercommitType {
  @Field(() => String)
  declare readonly pool: string

  @Field(() => Units, {
    nullable: true,
    description: 'Units there are for these shops; null: some are kept for others, and nothing is shown beyond them.',
  })
  declare readonly thereUnits: number | null

  @Field(() => Boolean, {
    description: 'Its last units would be gone before anybody can be told: it is never shown beyond them.',
  })
  declare readonly fast: boolean

  @Field(() => Units, { description: 'The most that its rules accept to be shown beyond the goods.' })
  declare readonly limitUnits: number

  @Field(() => Units, { description: 'What its rules ask for now.' })
  declare readonly askedUnits: number

  @Field(() => Float, { description: 'Expected to be oversold a day by what is asked for.' })
  declare readonly askedPerDay: number

  @Field(() => Units, { description: 'What was granted, within the budget of the merchant.' })
  declare readonly grantedUnits: number

  @Field(() => Float, { description: 'Expected to be oversold a day by what was granted, or is still shown of an older grant.' })
  declare readonly grantedPerDay: number

  @Field(() => Units, { description: 'What is shown beyond the goods now.' })
  declare readonly shownUnits: number

  @Field(() => [OvercommitPointType], {
    description: 'From everybody strict to a unit in every shop. Empty: there is nothing to show, or enough for every shop.',
  })
  declare readonly curve: readonly CurvePoint[]

  @Field(() => [OvercommitShopType])
  declare readonly shops: readonly OvercommitShopType[]
}

const DAY_SECONDS = 86_400

export function toSkuOvercommit({ limits, asked, granted, isFast: fast, shops, ...shown }: ShownOvercommit): SkuOvercommitType {
  return {
    ...shown,
    fast,
    limitUnits: limits.overcommitUnits,
    askedUnits: asked.units,
    askedPerDay: asked.perDay,
    grantedUnits: granted.units,
    grantedPerDay: granted.perDay,
    shops: shops.map(({ perSecond, ...shop }) => ({ ...shop, soldPerDay: perSecond * DAY_SECONDS })),
  }
}

@Visible(READERS)
@ObjectType('SkuOvercommits')
class SkuOvercommitsType {
  @Field(() => [SkuOvercommitType], { description: 'Empty: no joined shop sells it.' })
  declare readonly pools: readonly SkuOvercommitType[]
}

export const OvercommitOutcome = outcomeOf('OvercommitOutcome', { shown: SkuOvercommitsType })
