import type { OrderState } from '../../src/domain/order-state.ts'
import { orderSorts, type OrderSort } from '../../src/orders/list-orders.ts'
import { ArgsType, Field, ID, InputType } from '../decorators.ts'
import { enumOf } from '../enum-of.ts'
import { PageArgs } from '../relay/page.args.ts'
import { DateTime } from '../scalars.ts'
import { OrderStateEnum } from './order.type.ts'

const OrderSortEnum = enumOf('OrderSort', orderSorts)

@InputType({ description: 'All that is given must be true of an order.' })
export class OrderFilter {
  @Field(() => String, { nullable: true, description: 'The code of a channel.' })
  declare readonly channel?: string | null

  @Field(() => ID, { nullable: true })
  declare readonly orderId?: string | null

  @Field(() => [OrderStateEnum], { nullable: true })
  declare readonly states?: readonly OrderState[] | null

  @Field(() => String, { nullable: true, description: 'The code of a SKU that one of its lines sells.' })
  declare readonly sku?: string | null

  @Field(() => Boolean, {
    nullable: true,
    description: 'Only orders of listings that nobody has mapped: nothing is held for them.',
  })
  declare readonly unmapped?: boolean | null

  @Field(() => Boolean, { nullable: true, description: 'Only orders that hold a SKU of which orders need more than there is.' })
  declare readonly shortfall?: boolean | null

  @Field(() => DateTime, { nullable: true })
  declare readonly placedFrom?: Date | null

  @Field(() => DateTime, { nullable: true, description: 'This instant not included.' })
  declare readonly placedTo?: Date | null
}

@ArgsType()
export class OrdersArgs extends PageArgs {
  @Field(() => OrderFilter, { nullable: true })
  declare readonly filter?: OrderFilter | null

  @Field(() => OrderSortEnum, {
    nullable: true,
    description: 'CHANGED (the default) and PLACED: newest first. SHIP_BY: what has to leave first.',
  })
  declare readonly sort?: OrderSort | null
}
