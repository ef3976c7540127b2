import type { ShipmentState } from '../../src/domain/order-shipment.ts'
import type { ShipOrderWish } from '../../src/gateway/shipping-desk.ts'
import { ArgsType, Field, ID, InputType, Int } from '../decorators.ts'
import { PageArgs } from '../relay/page.args.ts'
import { DateTime } from '../scalars.ts'
import { ShipmentStateEnum } from './shipment.type.ts'

@InputType({ description: 'Units of one line of an order, as its listing counts them.' })
class ParcelLineInput {
  @Field(() => ID, { description: "The shop's number of the line." })
  declare readonly lineId: string

  @Field(() => Int)
  declare readonly units: number
}

@InputType()
class ParcelInput {
  @Field(() => String, { description: "The carrier: the platform's code, its name at the shop, or a name of your own." })
  declare readonly carrier: string

  @Field(() => String)
  declare readonly waybill: string

  @Field(() => [ParcelLineInput], {
    nullable: true,
    description: 'What is inside; all that is left of the order when not given.',
  })
  declare readonly lines?: readonly ParcelLineInput[] | null
}

@InputType()
export class ShipOrderInput {
  @Field(() => String)
  declare readonly channel: string

  @Field(() => ID, { description: "The shop's number of the order." })
  declare readonly orderId: string

  @Field(() => [ParcelInput])
  declare readonly parcels: readonly ParcelInput[]

  @Field(() => String, { nullable: true, description: 'Where the goods left: where they were held, when not given.' })
  declare readonly location?: string | null

  @Field(() => DateTime, { nullable: true, description: 'Now, when not given.' })
  declare readonly shippedAt?: Date | null
}

@InputType()
export class CorrectedParcelInput {
  @Field(() => String)
  declare readonly carrier: string

  @Field(() => String)
  declare readonly waybill: string
}

@InputType('ShipmentFilter')
class ShipmentFilterInput {
  @Field(() => String, { nullable: true, description: 'The code of a channel.' })
  declare readonly channel?: string | null

  @Field(() => ID, { nullable: true, description: "The shop's number of an order." })
  declare readonly orderId?: string | null

  @Field(() => ShipmentStateEnum, { nullable: true })
  declare readonly state?: ShipmentState | null

  @Field(() => Boolean, { nullable: true, description: 'Only those whose shop has still to be told, or that need a person.' })
  declare readonly unsettled?: boolean | null
}

@ArgsType()
export class ShipmentsArgs extends PageArgs {
  @Field(() => ShipmentFilterInput, { nullable: true })
  declare readonly filter?: ShipmentFilterInput | null
}

export function toShipOrder({ channel, orderId, parcels, location = null, shippedAt }: ShipOrderInput): ShipOrderWish {
  return {
    channel,
    orderId,
    parcels: parcels.map(({ carrier, waybill, lines }) => ({
      carrier,
      waybill,
      lines: lines?.map(({ lineId, units }) => ({ lineId, units })) ?? null,
    })),
    location,
    shippedAtMs: shippedAt?.getTime() ?? null,
  }
}
