import type { Condition, LocationId, SkuId } from '../../src/domain/ids.ts'
import type { TransferLine } from '../../src/stock/engine/journal.ts'
import type { ListedTransfer } from '../../src/stock/read/list-transfers.ts'
import { READERS, Visible } from '../access.ts'
import { Field, ObjectType } from '../decorators.ts'
import { connectionOf } from '../relay/connection.ts'
import { DateTime, Units } from '../scalars.ts'
import { ConditionEnum } from './condition.enum.ts'

@Visible(READERS)
@ObjectType('TransferLine')
export class TransferLineType implements TransferLine {
  declare readonly reference: string
  declare readonly skuId: SkuId

  @Field(() => ConditionEnum)
  declare readonly condition: Condition

  @Field(() => Units)
  declare readonly dispatched: number

  @Field(() => Units, { description: 'More than dispatched where the dispatch has not been told yet.' })
  declare readonly received: number
}

@Visible(READERS)
@ObjectType('Transfer')
export class TransferType implements ListedTransfer {
  declare readonly fromLocationId: LocationId | null
  declare readonly toLocationId: LocationId | null

  @Field(() => String)
  declare readonly reference: string

  @Field(() => DateTime, { name: 'closedAt', nullable: true })
  declare readonly closedAtMs: number | null

  @Field(() => [TransferLineType])
  declare readonly lines: readonly TransferLine[]
}

export const TransferConnection = connectionOf('Transfer', { node: () => TransferType, visible: READERS })
