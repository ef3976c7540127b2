import type { SkuId } from '../../src/domain/ids.ts'
import type { Sku } from '../../src/catalogue/sku.ts'
import { EVERYONE, Visible } from '../access.ts'
import { Field, ObjectType } from '../decorators.ts'
import { outcomeOf } from '../outcome.ts'
import { connectionOf } from '../relay/connection.ts'
import { DateTime } from '../scalars.ts'
import { SaveOutcomeEnum, type SaveOutcome } from './archived.enum.ts'

@Visible(EVERYONE)
@ObjectType('Sku', { description: 'One stock-keeping unit.' })
export class SkuType implements Sku {
  declare readonly id: SkuId

  @Field(() => String, { description: 'Never changes.' })
  declare readonly code: string

  @Field(() => String)
  declare readonly name: string

  @Field(() => String, { nullable: true, description: 'Text, because leading zeros count.' })
  declare readonly barcode: string | null

  @Field(() => String, { nullable: true })
  declare readonly productGroup: string | null

  @Field(() => [String])
  declare readonly tags: readonly string[]

  @Field(() => DateTime, { nullable: true })
  declare readonly archivedAt: Date | null

  @Field(() => DateTime)
  declare readonly createdAt: Date

  @Field(() => DateTime)
  declare readonly updatedAt: Date
}

export const SkuConnection = connectionOf('Sku', { node: () => SkuType, visible: EVERYONE })

@Visible(EVERYONE)
@ObjectType('SkuSaved')
class SkuSavedType {
  @Field(() => SaveOutcomeEnum, { name: 'outcome' })
  declare readonly kind: SaveOutcome

  @Field(() => SkuType)
  declare readonly sku: Sku
}

export const SkuOutcome = outcomeOf('SkuOutcome', SkuSavedType)
