import type { ReceiptState } from '../../src/domain/presale.ts'
import { ArgsType, Field, ID, InputType, Int } from '../decorators.ts'
import { PageArgs } from '../relay/page.args.ts'
import { ReceiptStateEnum } from './presale.type.ts'

@ArgsType()
export class ExpectedReceiptsArgs extends PageArgs {
  @Field(() => String, { nullable: true })
  declare readonly sku?: string | null

  @Field(() => String, { nullable: true })
  declare readonly pool?: string | null

  @Field(() => ReceiptStateEnum, { nullable: true })
  declare readonly state?: ReceiptState | null
}

@ArgsType()
export class PresaleOrdersArgs extends PageArgs {
  @Field(() => String)
  declare readonly sku: string

  @Field(() => String, { nullable: true, description: "The merchant's first pool, when not given." })
  declare readonly pool?: string | null

  @Field(() => Boolean, { defaultValue: false, description: 'Only those that still wait for goods.' })
  declare readonly waiting: boolean
}

@InputType()
export class CreateExpectedReceiptInput {
  @Field(() => String)
  declare readonly sku: string

  @Field(() => Int)
  declare readonly units: number

  @Field(() => String, { description: 'A day, like `2026-12-01`.' })
  declare readonly dueOn: string

  @Field(() => String, { nullable: true, description: "The merchant's first pool, when not given." })
  declare readonly pool?: string | null

  @Field(() => String, { nullable: true, description: "The supplier's order, say." })
  declare readonly reference?: string | null
}

@InputType({ description: 'Never refused for what was sold ahead: that is then at risk.' })
export class ChangeExpectedReceiptInput {
  @Field(() => ID)
  declare readonly receipt: string

  @Field(() => Int, { nullable: true, description: 'How many will come in all, those that have come included.' })
  declare readonly units?: number | null

  @Field(() => String, { nullable: true })
  declare readonly dueOn?: string | null
}

@InputType()
export class PresaleQuotaInput {
  @Field(() => String)
  declare readonly channel: string

  @Field(() => ID)
  declare readonly listing: string

  @Field(() => Int, { description: 'How many it may still sell before the goods have come in.' })
  declare readonly units: number

  @Field(() => String, { nullable: true })
  declare readonly pool?: string | null
}
