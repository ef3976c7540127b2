import type { RequestContext } from '../context.ts'
import { Ctx, FieldResolver, Resolver, Root } from '../decorators.ts'
import { OrderType } from '../orders/order.type.ts'
import { ShipmentType } from './shipment.type.ts'

@Resolver(() => OrderType)
export class OrderShipmentsResolver {
  @FieldResolver(() => [ShipmentType], { description: 'What its shop was told of it, or has still to be told; oldest first.' })
  shipments(@Root() { channelId, orderId }: OrderType, @Ctx() { loaders }: RequestContext) {
    return loaders().orderShipments.load({ channelId, orderId })
  }
}
