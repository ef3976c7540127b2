import { skuOrders, type SkuFilter, type SkuOrder } from '../../src/catalogue/list-skus.ts'
import type { Direction } from '../../src/catalogue/page.ts'
import { ArgsType, Field, InputType } from '../decorators.ts'
import { enumOf } from '../enum-of.ts'
import { given } from '../given.ts'
import { PageArgs } from '../relay/page.args.ts'
import { ArchivedEnum, DirectionEnum, type Archived } from './archived.enum.ts'

const SkuOrderEnum = enumOf('SkuOrder', skuOrders)

@InputType('SkuFilter')
class SkuFilterInput {
  @Field(() => String, { nullable: true, description: 'A part of the code, the name or the barcode, whatever its case.' })
  declare readonly text?: string | null

  @Field(() => String, { nullable: true })
  declare readonly tag?: string | null

  @Field(() => String, { nullable: true })
  declare readonly productGroup?: string | null

  @Field(() => ArchivedEnum, { nullable: true, description: 'Active ones alone when not given.' })
  declare readonly archived?: Archived | null
}

@ArgsType()
export class SkusArgs extends PageArgs {
  @Field(() => SkuFilterInput, { nullable: true })
  declare readonly filter?: SkuFilterInput | null

  @Field(() => SkuOrderEnum, { nullable: true })
  declare readonly orderBy?: SkuOrder | null

  @Field(() => DirectionEnum, { nullable: true })
  declare readonly direction?: Direction | null
}

export function toListSkus({ first, after, filter, orderBy, direction }: SkusArgs) {
  const { text, tag, productGroup, archived } = filter ?? {}
  const wanted: SkuFilter = given({ text, tag, productGroup, archived })
  return { first, after: after ?? null, filter: wanted, ...given({ orderBy, direction }) }
}

@InputType()
export class CreateSkuInput {
  @Field(() => String)
  declare readonly code: string

  @Field(() => String)
  declare readonly name: string

  @Field(() => String, { nullable: true })
  declare readonly barcode?: string | null

  @Field(() => String, { nullable: true })
  declare readonly productGroup?: string | null

  @Field(() => [String], { nullable: true })
  declare readonly tags?: readonly string[] | null
}

export function toCreateSku({ code, name, barcode, productGroup, tags }: CreateSkuInput) {
  return { code, name, ...given({ barcode, productGroup, tags }) }
}

@InputType({ description: 'What is left out stays as it is; null clears a barcode or a product group.' })
export class UpdateSkuInput {
  @Field(() => String)
  declare readonly code: string

  @Field(() => String, { nullable: true })
  declare readonly name?: string | null

  @Field(() => String, { nullable: true })
  declare readonly barcode?: string | null

  @Field(() => String, { nullable: true })
  declare readonly productGroup?: string | null

  @Field(() => [String], { nullable: true })
  declare readonly tags?: readonly string[] | null
}
