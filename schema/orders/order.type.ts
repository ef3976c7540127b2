import type { KnownLine } from '../../src/domain/channel-order.ts'
import type { ChangedFact } from '../../src/domain/order-change.ts'
import type { SkuId } from '../../src/domain/ids.ts'
import { orderStates, type OrderState } from '../../src/domain/order-state.ts'
import type { ListedOrder } from '../../src/orders/list-orders.ts'
import type { OrderEvent } from '../../src/orders/read-order-parts.ts'
import { READERS, Visible } from '../access.ts'
import { Field, ID, Int, ObjectType } from '../decorators.ts'
import { enumOf } from '../enum-of.ts'
import { connectionOf } from '../relay/connection.ts'
import { DateTime } from '../scalars.ts'

export const OrderStateEnum = enumOf('OrderState', orderStates)
const RefundEnum = enumOf('LineRefund', ['none', 'asked', 'done'])
const PresaleKindEnum = enumOf('PresaleKind', ['deposit', 'full payment'])
const PresaleStepEnum = enumOf('PresaleStep', ['nothing paid', 'deposit paid', 'all paid', 'forfeited'])

@Visible(READERS)
@ObjectType('SoldComponent')
export class SoldComponentType {
  declare readonly skuId: SkuId

  @Field(() => Int, { description: 'Units of the SKU in one unit of the line.' })
  declare readonly units: number
}

@Visible(READERS)
@ObjectType('OrderLine')
export class OrderLineType implements Omit<KnownLine, 'line' | 'listing'> {
  declare readonly listing: string
  declare readonly listingId: string | null
  declare readonly recipeVersionId: string | null
  declare readonly takesAt: KnownLine['takesAt']
  declare readonly restores: boolean

  @Field(() => ID, { description: "The platform's own id of the line." })
  declare readonly lineId: string

  @Field(() => String, { nullable: true, description: "The merchant's own code on the platform." })
  declare readonly merchantCode: string | null

  @Field(() => Int)
  declare readonly units: number

  @Field(() => OrderStateEnum)
  declare readonly state: OrderState

  @Field(() => Int, { description: 'As far as the shop tells; 0 for a shipped line of which it tells no figure.' })
  declare readonly shippedUnits: number

  @Field(() => RefundEnum)
  declare readonly refund: KnownLine['refund']

  @Field(() => Int, { description: "Units the shop's counter has given for it and has not got back." })
  declare readonly charged: number

  @Field(() => Boolean, { description: 'False when the shop has taken it out of the order.' })
  declare readonly present: boolean

  @Field(() => Boolean)
  declare readonly gift: boolean

  @Field(() => Boolean, { description: 'The platform itself says that it sold more than it had.' })
  declare readonly oversold: boolean

  @Field(() => [String], { description: 'The marks of the activities it was bought in.' })
  declare readonly campaigns: readonly string[]
}

@Visible(READERS)
@ObjectType('OrderPresale', { description: 'An order of goods that are still to come.' })
export class OrderPresaleType {
  @Field(() => PresaleKindEnum)
  declare readonly kind: string

  @Field(() => PresaleStepEnum)
  declare readonly step: string

  @Field(() => DateTime, { name: 'promisedAt', nullable: true })
  declare readonly promisedAtMs: number | null
}

@Visible(READERS)
@ObjectType('OrderRegion', { description: "Where it goes, by the platform's codes or names. Nothing nearer is kept." })
export class OrderRegionType {
  @Field(() => String, { nullable: true })
  declare readonly province: string | null

  @Field(() => String, { nullable: true })
  declare readonly city: string | null

  @Field(() => String, { nullable: true })
  declare readonly district: string | null
}

@Visible(READERS)
@ObjectType('ChangedFact')
class ChangedFactType implements ChangedFact {
  @Field(() => String)
  declare readonly what: string

  @Field(() => String, { nullable: true, description: 'The line it is about; null: the order.' })
  declare readonly line: string | null

  @Field(() => String, { nullable: true })
  declare readonly from: string | null

  @Field(() => String, { nullable: true })
  declare readonly to: string | null
}

@Visible(READERS)
@ObjectType('OrderEvent', { description: 'What one telling of an order has changed.' })
export class OrderEventType implements OrderEvent {
  @Field(() => Int)
  declare readonly revision: number

  @Field(() => DateTime, { name: 'happenedAt', description: "By the shop's clock." })
  declare readonly happenedAtMs: number

  @Field(() => DateTime, { name: 'learnedAt' })
  declare readonly recordedAtMs: number

  @Field(() => String)
  declare readonly toldBy: string

  @Field(() => [ChangedFactType])
  declare readonly facts: readonly ChangedFact[]
}

@Visible(READERS)
@ObjectType('Order', { description: 'An order of a shop on a platform, as the newest that it told of it.' })
export class OrderType implements Pick<ListedOrder, 'channelId' | 'orderId' | 'state'> {
  declare readonly channelId: string
  declare readonly parentId: string | null

  @Field(() => ID, { description: 'Its number at the shop.' })
  declare readonly orderId: string

  @Field(() => OrderStateEnum)
  declare readonly state: OrderState

  @Field(() => Boolean, { description: 'False once it was split: its children hold the units.' })
  declare readonly leaf: boolean

  @Field(() => DateTime, { name: 'createdAt' })
  declare readonly createdAtMs: number

  @Field(() => DateTime, { name: 'paidAt', nullable: true })
  declare readonly paidAtMs: number | null

  @Field(() => DateTime, { name: 'shippedAt', nullable: true })
  declare readonly shippedAtMs: number | null

  @Field(() => DateTime, { name: 'cancelledAt', nullable: true })
  declare readonly cancelledAtMs: number | null

  @Field(() => DateTime, { name: 'modifiedAt', description: "By the shop's clock." })
  declare readonly modifiedAtMs: number

  @Field(() => DateTime, { name: 'learnedAt', description: 'When we last learned something of it.' })
  declare readonly recordedAtMs: number

  @Field(() => DateTime, { name: 'shipBy', nullable: true })
  declare readonly shipByMs: number | null

  @Field(() => String, { nullable: true, description: 'Why the platform does not want it shipped now; null when it may go.' })
  declare readonly shippingHold: string | null

  @Field(() => OrderPresaleType, { nullable: true })
  declare readonly presale: OrderPresaleType | null

  @Field(() => OrderRegionType)
  declare readonly region: OrderRegionType

  @Field(() => [OrderLineType])
  declare readonly lines: ListedOrder['lines']
}

export const OrderConnection = connectionOf('Order', { node: () => OrderType, visible: READERS })
