import { accessRefusalCodes } from '../src/access/refusal.ts'
import { alarmRefusalCodes } from '../src/alarms/refusal.ts'
import { allocationRefusalCodes } from '../src/allocation/refusal.ts'
import { catalogueRefusalCodes } from '../src/catalogue/refusal.ts'
import { channelRefusalCodes } from '../src/channels/refusal.ts'
import { holderKinds, refusalCodes, type Shortage, type UnitsElsewhere, type UnitsHolder } from '../src/stock/refusal.ts'
import { EVERYONE, Visible } from './access.ts'
import { Field, FieldResolver, Int, ObjectType, registerEnumType, Resolver, Root } from './decorators.ts'
import { enumOf } from './enum-of.ts'
import { Units } from './scalars.ts'

const codes = [
  ...refusalCodes,
  ...catalogueRefusalCodes,
  ...accessRefusalCodes,
  ...channelRefusalCodes,
  ...alarmRefusalCodes,
  ...allocationRefusalCodes,
]
export type RefusalCode = (typeof codes)[number]
const RefusalCodeEnum = Object.fromEntries(codes.map((code) => [code, code]))
registerEnumType(RefusalCodeEnum, { name: 'RefusalCode' })

@Visible(EVERYONE)
@ObjectType('UnitsElsewhere', { description: 'Where units of a SKU are that are not free.' })
class UnitsElsewhereType implements UnitsElsewhere {
  @Field(() => Units, { description: 'Held for orders.' })
  declare readonly heldUnits: number

  @Field(() => Units, { description: 'In the quotas of listings.' })
  declare readonly quotaUnits: number

  @Field(() => Units, { description: 'Kept for campaigns.' })
  declare readonly lockedUnits: number

  @Field(() => Units, { description: 'Kept as safety stock.' })
  declare readonly safetyUnits: number
}

const UnitsHolderEnum = enumOf('UnitsHolderKind', holderKinds)

@Visible(EVERYONE)
@ObjectType('UnitsHolder', {
  description:
    'A listing that may still sell units, a campaign they are kept for, or orders of a channel (null: of none) they are held for.',
})
class UnitsHolderType implements UnitsHolder {
  @Field(() => UnitsHolderEnum)
  declare readonly kind: UnitsHolder['kind']

  @Field(() => String, { nullable: true, description: 'Its code.' })
  declare readonly channel: string | null

  @Field(() => String, { nullable: true, description: 'Its name in its channel.' })
  declare readonly listing: string | null

  @Field(() => String, { nullable: true, description: 'Its code.' })
  declare readonly campaign: string | null

  @Field(() => Int, { nullable: true, description: 'Its line.' })
  declare readonly line: number | null

  @Field(() => Units)
  declare readonly units: number
}

@Visible(EVERYONE)
@ObjectType('Shortage', { description: 'What is missing of one SKU.' })
export class ShortageType implements Shortage {
  @Field(() => String)
  declare readonly sku: string

  @Field(() => String)
  declare readonly pool: string

  @Field(() => String, { nullable: true, description: 'Set when the units were wanted at this one location.' })
  declare readonly location: string | null

  @Field(() => Units)
  declare readonly wantedUnits: number

  @Field(() => Units)
  declare readonly availableUnits: number

  @Field(() => UnitsElsewhereType, { nullable: true, description: 'Told where a campaign is short of it.' })
  declare readonly elsewhere?: UnitsElsewhere

  @Field(() => [UnitsHolderType], {
    nullable: true,
    description: 'Who has most of it, by name: told where a campaign is short of it.',
  })
  declare readonly holders?: readonly UnitsHolder[]
}

@Visible(EVERYONE)
@ObjectType('Refused', { description: 'A "no" that changed nothing.' })
export class RefusedType {
  @Field(() => RefusalCodeEnum)
  declare readonly code: RefusalCode

  @Field(() => String)
  declare readonly message: string

  @Field(() => String, { nullable: true, description: 'The path of the argument at fault, as `lines.2.units`.' })
  declare readonly field?: string

  @Field(() => Int, { nullable: true, description: 'Worth asking again, with the same key, after so many milliseconds.' })
  declare readonly retryAfterMs?: number

  declare readonly shortages?: readonly Shortage[]
}

@Resolver(() => RefusedType)
export class RefusedResolver {
  @FieldResolver(() => [ShortageType])
  shortages(@Root() { shortages }: RefusedType): readonly Shortage[] {
    return shortages ?? []
  }
}
