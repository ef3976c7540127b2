import type { Pool } from '../../src/catalogue/pool.ts'
import type { LocationId, PoolId } from '../../src/domain/ids.ts'
import { EVERYONE, Visible } from '../access.ts'
import { Field, InputType, Int, ObjectType } from '../decorators.ts'
import { outcomeOf } from '../outcome.ts'
import { DateTime } from '../scalars.ts'
import { SaveOutcomeEnum, type SaveOutcome } from './archived.enum.ts'

@Visible(EVERYONE)
@ObjectType('Pool', { description: 'Locations whose units are interchangeable for selling.' })
export class PoolType implements Pool {
  declare readonly id: PoolId
  declare readonly defaultLocationId: LocationId | null

  @Field(() => String, { description: 'Never changes.' })
  declare readonly code: string

  @Field(() => String)
  declare readonly name: string

  @Field(() => Int, { description: 'Channels sell from pools in this order; the first one is the default.' })
  declare readonly position: number

  @Field(() => Int, {
    description:
      'The share of each SKU that is published to no shop. It is left to shops that have not joined yet, and to the system before this one: their orders are booked against it.',
  })
  declare readonly leftToOthersPercent: number

  @Field(() => DateTime)
  declare readonly createdAt: Date
}

@Visible(EVERYONE)
@ObjectType('PoolSaved')
class PoolSavedType {
  @Field(() => SaveOutcomeEnum, { name: 'outcome' })
  declare readonly kind: SaveOutcome

  @Field(() => PoolType)
  declare readonly pool: Pool
}

export const PoolOutcome = outcomeOf('PoolOutcome', PoolSavedType)

@InputType()
export class CreatePoolInput {
  @Field(() => String)
  declare readonly code: string

  @Field(() => String)
  declare readonly name: string

  @Field(() => Int, { nullable: true, description: 'Behind the other pools when not given.' })
  declare readonly position?: number | null
}

@InputType({ description: 'What is left out stays as it is.' })
export class UpdatePoolInput {
  @Field(() => String)
  declare readonly code: string

  @Field(() => String, { nullable: true })
  declare readonly name?: string | null

  @Field(() => Int, { nullable: true })
  declare readonly position?: number | null

  @Field(() => String, {
    nullable: true,
    description: 'Where shipments are booked that name no location; null for none.',
  })
  declare readonly defaultLocation?: string | null

  @Field(() => Int, { nullable: true, description: 'From 0 to 100.' })
  declare readonly leftToOthersPercent?: number | null
}
