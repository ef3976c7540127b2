import type { Condition } from '../../src/domain/ids.ts'
import { Field, ID, InputType, Int } from '../decorators.ts'
import { DateTime } from '../scalars.ts'
import { ConditionEnum } from './condition.enum.ts'

@InputType()
export class GoodsLineInput {
  @Field(() => String)
  declare readonly sku: string

  @Field(() => Int)
  declare readonly units: number

  @Field(() => ConditionEnum, { defaultValue: 'sellable' })
  declare readonly condition: Condition
}

@InputType()
export class ReceivedLineInput extends GoodsLineInput {
  @Field(() => ID, { nullable: true, description: 'The expected receipt it is part of; the earliest open one, when not given.' })
  declare readonly expectedReceipt?: string | null
}

@InputType()
export class ReceiveStockInput {
  @Field(() => String)
  declare readonly location: string

  @Field(() => [ReceivedLineInput])
  declare readonly lines: readonly ReceivedLineInput[]

  @Field(() => String, { nullable: true, description: "The supplier's delivery note, say." })
  declare readonly reference?: string | null

  @Field(() => DateTime, { nullable: true, description: 'Now, when not given.' })
  declare readonly receivedAt?: Date | null
}

@InputType()
export class AdjustStockInput {
  @Field(() => String)
  declare readonly location: string

  @Field(() => String)
  declare readonly sku: string

  @Field(() => ConditionEnum, { defaultValue: 'sellable' })
  declare readonly condition: Condition

  @Field(() => Int, { description: 'Units found (above zero) or lost.' })
  declare readonly change: number

  @Field(() => String)
  declare readonly reason: string

  @Field(() => DateTime, { nullable: true, description: 'Now, when not given.' })
  declare readonly happenedAt?: Date | null
}

@InputType()
export class ChangeConditionInput {
  @Field(() => String)
  declare readonly location: string

  @Field(() => String)
  declare readonly sku: string

  @Field(() => ConditionEnum)
  declare readonly from: Condition

  @Field(() => ConditionEnum)
  declare readonly to: Condition

  @Field(() => Int)
  declare readonly units: number

  @Field(() => String)
  declare readonly reason: string

  @Field(() => DateTime, { nullable: true, description: 'Now, when not given.' })
  declare readonly happenedAt?: Date | null
}

@InputType()
export class CountStockInput {
  @Field(() => String)
  declare readonly location: string

  @Field(() => [GoodsLineInput], { description: 'What was counted: units may be 0.' })
  declare readonly lines: readonly GoodsLineInput[]

  @Field(() => DateTime)
  declare readonly countedAt: Date
}

@InputType()
export class SetSafetyStockInput {
  @Field(() => String)
  declare readonly sku: string

  @Field(() => Int)
  declare readonly wanted: number

  @Field(() => String, { nullable: true, description: 'The default one when not given.' })
  declare readonly pool?: string | null
}

@InputType()
export class DispatchTransferInput {
  @Field(() => String, { description: 'Names the transfer from now on.' })
  declare readonly reference: string

  @Field(() => String)
  declare readonly from: string

  @Field(() => String)
  declare readonly to: string

  @Field(() => [GoodsLineInput])
  declare readonly lines: readonly GoodsLineInput[]
}

@InputType()
export class ReceiveTransferInput {
  @Field(() => String)
  declare readonly reference: string

  @Field(() => [GoodsLineInput], { description: 'What arrived: it may differ from what was dispatched, and come in parts.' })
  declare readonly lines: readonly GoodsLineInput[]

  @Field(() => Boolean, { defaultValue: false, description: 'Nothing more will come: what is still in transit is lost.' })
  declare readonly close: boolean

  @Field(() => DateTime, { nullable: true, description: 'Now, when not given.' })
  declare readonly receivedAt?: Date | null
}

/** Plain lines: they are hashed with the other arguments of their key. */
export function toGoodsLines(lines: readonly GoodsLineInput[]) {
  return lines.map(toGoodsLine)
}

function toGoodsLine({ sku, condition, units }: GoodsLineInput) {
  return { sku, condition, units }
}

/** Only lines that name a receipt say so: the others are hashed as they always were. */
export function toReceivedLines(lines: readonly ReceivedLineInput[]) {
  return lines.map(({ expectedReceipt, ...line }) => ({
    ...toGoodsLine(line),
    ...(expectedReceipt ? { expectedReceipt } : {}),
  }))
}

export function toMs(instant: Date | null | undefined): number | null {
  return instant?.getTime() ?? null
}
