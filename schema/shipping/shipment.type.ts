import {
  shipmentOutcomes,
  shipmentProblems,
  shipmentStates,
  type OrderParcel,
  type OrderShipment,
  type ParcelLine,
  type ShipmentOutcome as Outcome,
  type ShipmentProblem,
  type ShipmentState,
} from '../../src/domain/order-shipment.ts'
import type { ListedCarrier } from '../../src/shipping/carriers.ts'
import { READERS, Visible } from '../access.ts'
import { Field, ID, Int, ObjectType } from '../decorators.ts'
import { enumOf } from '../enum-of.ts'
import { outcomeOf } from '../outcome.ts'
import { connectionOf } from '../relay/connection.ts'
import { DateTime, Units } from '../scalars.ts'

export const ShipmentStateEnum = enumOf('ShipmentState', shipmentStates)
const ShipmentResultEnum = enumOf('ShipmentResult', shipmentOutcomes)
const ShipmentProblemEnum = enumOf('ShipmentProblem', shipmentProblems)

@Visible(READERS)
@ObjectType('ShipmentLine', { description: 'Units of one line of an order, as its listing counts them.' })
class ShipmentLineType implements ParcelLine {
  @Field(() => ID)
  declare readonly lineId: string

  @Field(() => Int)
  declare readonly units: number
}

@Visible(READERS)
@ObjectType('Parcel')
class ParcelType implements OrderParcel {
  @Field(() => String, { description: "The platform's code of the carrier." })
  declare readonly carrier: string

  @Field(() => String)
  declare readonly waybill: string

  @Field(() => [ShipmentLineType], {
    nullable: true,
    description: 'What the shop is told is inside; null: the rest of the order.',
  })
  declare readonly lines: readonly ParcelLine[] | null
}

@Visible(READERS)
@ObjectType('Shipment', { description: 'Parcels of one order that left together, and how far its shop has been told.' })
export class ShipmentType implements Pick<OrderShipment, 'id' | 'state' | 'parcels'> {
  declare readonly channelId: string

  @Field(() => ID)
  declare readonly id: string

  @Field(() => ID, { description: "The shop's number of the order." })
  declare readonly orderId: string

  @Field(() => ShipmentStateEnum)
  declare readonly state: ShipmentState

  @Field(() => [ParcelType])
  declare readonly parcels: readonly OrderParcel[]

  @Field(() => [ShipmentLineType], { description: 'All that is inside: its stock is consumed already.' })
  declare readonly lines: readonly ParcelLine[]

  @Field(() => ShipmentResultEnum, { name: 'result', nullable: true, description: 'How the shop came to know.' })
  declare readonly outcome: Outcome | null

  @Field(() => ShipmentProblemEnum, { nullable: true, description: 'Why the shop was not told: correct it, or withdraw it.' })
  declare readonly problem: ShipmentProblem | null

  @Field(() => String, { nullable: true })
  declare readonly message: string | null

  @Field(() => Boolean, { description: 'A try may have been carried out: the order is read again before anything is repeated.' })
  declare readonly inDoubt: boolean

  @Field(() => Int, { description: 'How often the shop refused in a row, for a reason that passes.' })
  declare readonly failures: number

  @Field(() => DateTime, { name: 'dueAt', nullable: true, description: 'When the shop is told, or asked, next.' })
  declare readonly dueAtMs: number | null

  @Field(() => DateTime, { name: 'shippedAt' })
  declare readonly shippedAtMs: number

  @Field(() => DateTime, { name: 'createdAt' })
  declare readonly createdAtMs: number

  @Field(() => DateTime, { name: 'settledAt', nullable: true })
  declare readonly settledAtMs: number | null

  @Field(() => String, { description: 'Who told of it.' })
  declare readonly actor: string
}

export const ShipmentConnection = connectionOf<ShipmentType>('Shipment', { node: () => ShipmentType, visible: READERS })

@Visible(READERS)
@ObjectType('Carrier', { description: 'A carrier a shop works with.' })
export class CarrierType implements ListedCarrier {
  @Field(() => ID)
  declare readonly code: string

  @Field(() => String)
  declare readonly name: string

  @Field(() => [String], { description: "What the merchant's own systems call it." })
  declare readonly ownNames: readonly string[]
}

@Visible(READERS)
@ObjectType('CarrierNamed')
class CarrierNamedType {
  @Field(() => [CarrierType], { description: 'All carriers of the channel.' })
  declare readonly carriers: readonly ListedCarrier[]
}

@Visible(READERS)
@ObjectType('ShipmentBooked', { description: 'The stock is consumed; the shop is told as soon as it can be.' })
export class ShipmentBookedType {
  @Field(() => ID)
  declare readonly shipmentId: string

  @Field(() => Units, {
    description: 'Taken off the stock: fewer than are inside where another source had told of them already.',
  })
  declare readonly units: number
}

@Visible(READERS)
@ObjectType('ShipmentChanged')
export class ShipmentChangedType {
  @Field(() => ID)
  declare readonly shipmentId: string
}

export const ShipOrderOutcome = outcomeOf('ShipOrderOutcome', ShipmentBookedType)
export const ShipmentOutcome = outcomeOf('ShipmentOutcome', ShipmentChangedType)
export const CarrierOutcome = outcomeOf('CarrierOutcome', CarrierNamedType)
