import type { RefundCase } from '../../src/refunds/pull-refunds.ts'
import { READERS, Visible } from '../access.ts'
import type { RequestContext } from '../context.ts'
import { Ctx, Field, FieldResolver, ID, Int, ObjectType, Resolver, Root } from '../decorators.ts'
import { enumOf } from '../enum-of.ts'
import { OrderType } from '../orders/order.type.ts'
import { DateTime } from '../scalars.ts'
import { ManualOrderType } from './manual-order.type.ts'

const RefundStateEnum = enumOf('RefundState', ['asked', 'agreed', 'done', 'closed'])
const RefundKindEnum = enumOf('RefundKind', ['refund', 'return', 'exchange', 're-send', 'repair', 'other'])
const RefundPhaseEnum = enumOf('RefundPhase', ['before shipping', 'after shipping', 'unknown'])

@Visible(READERS)
@ObjectType('Refund', {
  description: 'A case of refund or return at the shop. It frees no unit: goods are back when a document says so.',
})
class RefundType implements Omit<RefundCase, 'channelId' | 'orderId'> {
  @Field(() => ID)
  declare readonly refundId: string

  @Field(() => ID, { nullable: true, description: 'Null: the whole order.' })
  declare readonly lineId: string | null

  @Field(() => Int, { nullable: true, description: 'Null where the shop tells an amount only.' })
  declare readonly units: number | null

  @Field(() => RefundStateEnum)
  declare readonly state: RefundCase['state']

  @Field(() => RefundKindEnum)
  declare readonly kind: RefundCase['kind']

  @Field(() => RefundPhaseEnum)
  declare readonly phase: RefundCase['phase']

  @Field(() => DateTime, { name: 'modifiedAt' })
  declare readonly modifiedAtMs: number
}

@Resolver(() => OrderType)
export class OrderCareResolver {
  @FieldResolver(() => [RefundType], { description: 'Its cases of refund and return, oldest first.' })
  refunds(@Root() { channelId, orderId }: OrderType, @Ctx() { loaders }: RequestContext) {
    return loaders().orderRefunds.load({ channelId, orderId })
  }

  @FieldResolver(() => [ManualOrderType], { description: 'Goods sent again, exchanged or given for it.' })
  manualOrders(@Root() { channelId, orderId }: OrderType, @Ctx() { loaders }: RequestContext) {
    return loaders().manualOrdersOf.load({ channelId, orderId })
  }
}
