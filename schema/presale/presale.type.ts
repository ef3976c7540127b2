import { receiptStates, type ExpectedReceipt, type ReceiptState } from '../../src/domain/presale.ts'
import type { PoolId, SkuId } from '../../src/domain/ids.ts'
import type { Standing, TakenFrom } from '../../src/domain/presale-standing.ts'
import type { ListedPresaleQuota } from '../../src/presale/list-presale-quotas.ts'
import type { ListedEntry } from '../../src/presale/read-presale-history.ts'
import { OPERATORS, READERS, Visible } from '../access.ts'
import { Field, ID, Int, ObjectType } from '../decorators.ts'
import { enumOf } from '../enum-of.ts'
import { outcomeOf } from '../outcome.ts'
import { connectionOf } from '../relay/connection.ts'
import { DateTime, Units } from '../scalars.ts'

export const ReceiptStateEnum = enumOf('ExpectedReceiptState', receiptStates)

@Visible(READERS)
@ObjectType('ExpectedReceipt', { description: 'Dated incoming supply, which orders sold ahead count on.' })
export class ExpectedReceiptType implements Omit<ExpectedReceipt, 'named' | 'released'> {
  @Field(() => ID)
  declare readonly id: string

  declare readonly poolId: PoolId
  declare readonly skuId: SkuId

  @Field(() => String, { nullable: true })
  declare readonly reference: string | null

  @Field(() => String, { description: 'A day, like `2026-12-01`.' })
  declare readonly dueOn: string

  @Field(() => ReceiptStateEnum)
  declare readonly state: ReceiptState

  @Field(() => Units, { name: 'expectedUnits' })
  declare readonly expected: number

  @Field(() => Units, { name: 'arrivedUnits' })
  declare readonly arrived: number

  @Field(() => Units, { name: 'orderedUnits', description: 'Units of orders that count on it, served ones too.' })
  declare readonly presaleOrders: number

  @Field(() => Units, { name: 'quotaUnits', description: 'Units listings may still sell against it.' })
  declare readonly presaleQuota: number

  @Field(() => Units, { name: 'overPromisedUnits', description: 'Units ordered beyond all that is expected.' })
  declare readonly overPromised: number
}

export const ExpectedReceiptConnection = connectionOf<ExpectedReceiptType>('ExpectedReceipt', {
  node: () => ExpectedReceiptType,
  visible: READERS,
})

@Visible(OPERATORS)
@ObjectType('ExpectedReceiptSaved')
export class ReceiptSavedType {
  declare readonly receiptId: string
}

@Visible(OPERATORS)
@ObjectType('PresaleQuotaSet')
class PresaleQuotaSetType {
  @Field(() => Units)
  declare readonly units: number
}

export const ExpectedReceiptOutcome = outcomeOf('ExpectedReceiptOutcome', ReceiptSavedType)
export const PresaleQuotaOutcome = outcomeOf('PresaleQuotaOutcome', PresaleQuotaSetType)

@Visible(READERS)
@ObjectType('TakenFromReceipt')
class TakenFromType implements TakenFrom {
  @Field(() => ID, { name: 'receipt' })
  declare readonly receiptId: string

  @Field(() => String)
  declare readonly dueOn: string

  @Field(() => Units)
  declare readonly units: number
}

@Visible(READERS)
@ObjectType('PresaleEntry', { description: 'What became of a line sold ahead.' })
export class PresaleEntryType implements ListedEntry {
  @Field(() => String)
  declare readonly kind: ListedEntry['kind']

  @Field(() => Units)
  declare readonly units: number

  @Field(() => String)
  declare readonly note: string

  @Field(() => String, { description: 'What it was for.' })
  declare readonly document: string

  @Field(() => String)
  declare readonly actor: string

  @Field(() => DateTime, { name: 'recordedAt' })
  declare readonly recordedAtMs: number
}

@Visible(READERS)
@ObjectType('PresaleOrder', { description: 'A line of an order that was sold before its goods came in.' })
export class PresaleOrderType {
  declare readonly channelId: string
  declare readonly orderId: string
  declare readonly skuId: SkuId
  declare readonly served: number
  declare readonly standing: Standing

  @Field(() => String, { name: 'order', description: "The order's name, and that of its hold." })
  declare readonly reference: string

  @Field(() => Int)
  declare readonly line: number

  @Field(() => Units)
  declare readonly units: number

  @Field(() => DateTime, { name: 'promisedAt', nullable: true })
  declare readonly promisedAtMs: number | null

  @Field(() => DateTime, { name: 'orderedAt' })
  declare readonly orderedAtMs: number

  @Field(() => Boolean)
  declare readonly hasLeft: boolean
}

export const PresaleOrderConnection = connectionOf<PresaleOrderType>('PresaleOrder', {
  node: () => PresaleOrderType,
  visible: READERS,
})
export { TakenFromType }

@Visible(READERS)
@ObjectType('PresaleQuota', { description: 'What a listing may sell before it has come in, in units of the SKU.' })
export class PresaleQuotaType implements ListedPresaleQuota {
  declare readonly channelId: string
  declare readonly poolId: PoolId

  @Field(() => ID)
  declare readonly listing: string

  @Field(() => Units)
  declare readonly sold: number

  @Field(() => Units, { description: 'By what its shop shows.' })
  declare readonly mayStillSell: number

  @Field(() => Units, { description: 'Of that, what no expected receipt covers: lower it in the shop.' })
  declare readonly toLower: number
}
