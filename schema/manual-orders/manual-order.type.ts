import { manualOrderKinds, type ManualOrder, type ManualOrderKind } from '../../src/domain/manual-order.ts'
import type { HoldId } from '../../src/domain/ids.ts'
import { READERS, Visible } from '../access.ts'
import { Field, ID, InputType, Int, ObjectType } from '../decorators.ts'
import { enumOf } from '../enum-of.ts'
import { outcomeOf } from '../outcome.ts'
import { connectionOf } from '../relay/connection.ts'
import { DateTime } from '../scalars.ts'

const ManualOrderKindEnum = enumOf('ManualOrderKind', manualOrderKinds)

@Visible(READERS)
@ObjectType('ManualOrder', { description: 'An order that a person told: for a channel or the merchant itself.' })
export class ManualOrderType implements ManualOrder {
  declare readonly channelId: string | null
  declare readonly holdId: HoldId

  @Field(() => ID, { description: 'Its hold has the reference `manual:` and this.' })
  declare readonly reference: string

  @Field(() => ManualOrderKindEnum)
  declare readonly kind: ManualOrderKind

  @Field(() => String)
  declare readonly reason: string

  @Field(() => ID, { nullable: true, description: "The shop's number of the order it belongs to." })
  declare readonly forOrderId: string | null

  @Field(() => [Int], { description: 'Numbers of the lines that are given away.' })
  declare readonly gifts: readonly number[]

  @Field(() => String, { description: 'Who told it.' })
  declare readonly actor: string

  @Field(() => DateTime, { name: 'createdAt' })
  declare readonly createdAtMs: number
}

export const ManualOrderConnection = connectionOf<ManualOrderType>('ManualOrder', {
  node: () => ManualOrderType,
  visible: READERS,
})

@Visible(READERS)
@ObjectType('ManualOrderSaved')
export class ManualOrderSavedType {
  @Field(() => ID)
  declare readonly reference: string
}

export const ManualOrderOutcome = outcomeOf('ManualOrderOutcome', ManualOrderSavedType)

@InputType({ description: 'So many of one SKU, or so many sets of one recipe: exactly one of both is given.' })
export class ManualLineInput {
  @Field(() => String, { nullable: true })
  declare readonly sku?: string | null

  @Field(() => String, { nullable: true })
  declare readonly recipe?: string | null

  @Field(() => Int)
  declare readonly units: number

  @Field(() => String, { nullable: true, description: 'The only location the units may come from.' })
  declare readonly location?: string | null

  @Field(() => Boolean, { nullable: true, description: 'Given away.' })
  declare readonly gift?: boolean | null
}

@InputType()
export class ManualOrderInput {
  @Field(() => ID, { description: 'Your own number of it.' })
  declare readonly reference: string

  @Field(() => ManualOrderKindEnum, { nullable: true, description: 'ORDER when not given. RE_SEND and EXCHANGE name an order.' })
  declare readonly kind?: ManualOrderKind | null

  @Field(() => String)
  declare readonly reason: string

  @Field(() => String, { nullable: true, description: 'The code of a channel; the merchant itself when not given.' })
  declare readonly channel?: string | null

  @Field(() => ID, { nullable: true, description: "The shop's number of the order it belongs to." })
  declare readonly forOrder?: string | null

  @Field(() => [ManualLineInput])
  declare readonly lines: readonly ManualLineInput[]

  @Field(() => String, { nullable: true, description: 'The default one when not given.' })
  declare readonly pool?: string | null

  @Field(() => Boolean, {
    nullable: true,
    description: 'Promised already: booked whatever there is. Else refused for want of units.',
  })
  declare readonly asFact?: boolean | null
}

export function toManualLines(lines: readonly ManualLineInput[]) {
  return lines.map(({ sku = null, recipe = null, units, location = null, gift }) => ({
    sku,
    recipe,
    units,
    location,
    gift: gift === true,
  }))
}
