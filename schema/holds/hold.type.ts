import { holdStates, type Hold, type HoldLine, type HoldState } from '../../src/domain/hold.ts'
import type { HoldId, LocationId, PoolId, SkuId } from '../../src/domain/ids.ts'
import { EVERYONE, Visible } from '../access.ts'
import { Field, ID, Int, ObjectType } from '../decorators.ts'
import { enumOf } from '../enum-of.ts'
import { connectionOf } from '../relay/connection.ts'
import { DateTime, Units } from '../scalars.ts'

export const HoldStateEnum = enumOf('HoldState', holdStates)

@Visible(EVERYONE)
@ObjectType('HoldLine', { description: 'One component of one line: a plain SKU has one, a set one for each of its SKUs.' })
export class HoldLineType implements HoldLine {
  declare readonly poolId: PoolId
  declare readonly skuId: SkuId
  declare readonly locationId: LocationId | null
  declare readonly recipeVersionId: string | null

  @Field(() => Int, { description: 'Counted from 1.' })
  declare readonly line: number

  @Field(() => Int, { nullable: true, description: 'How many sets the line asked for; null for a plain SKU.' })
  declare readonly sets: number | null

  @Field(() => Units)
  declare readonly units: number

  @Field(() => Units)
  declare readonly shipped: number

  @Field(() => Units)
  declare readonly released: number
}

@Visible(EVERYONE)
@ObjectType('Hold', { description: 'Units taken for an order.' })
export class HoldType implements Hold {
  declare readonly channelId: string | null

  @Field(() => ID)
  declare readonly id: HoldId

  @Field(() => HoldStateEnum)
  declare readonly state: HoldState

  @Field(() => String, { nullable: true, description: "The caller's own order number." })
  declare readonly reference: string | null

  @Field(() => String, { description: 'Who made it.' })
  declare readonly actor: string

  @Field(() => DateTime, { name: 'expiresAt', nullable: true })
  declare readonly expiresAtMs: number | null

  @Field(() => DateTime, { name: 'createdAt' })
  declare readonly createdAtMs: number

  @Field(() => DateTime, { name: 'committedAt', nullable: true })
  declare readonly committedAtMs: number | null

  @Field(() => DateTime, { name: 'closedAt', nullable: true })
  declare readonly closedAtMs: number | null

  @Field(() => [HoldLineType])
  declare readonly lines: readonly HoldLine[]
}

export const HoldConnection = connectionOf('Hold', { node: () => HoldType, visible: EVERYONE })
