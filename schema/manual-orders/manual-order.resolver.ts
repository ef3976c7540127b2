import { Allow, OPERATORS, READERS } from '../access.ts'
import { ChannelType } from '../catalogue/channel.type.ts'
import type { RequestContext } from '../context.ts'
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from '../decorators.ts'
import { HoldType } from '../holds/hold.type.ts'
import { OrderType } from '../orders/order.type.ts'
import { decodeCursor, encodeCursor } from '../relay/cursor.ts'
import { PageArgs } from '../relay/page.args.ts'
import { toKeyedConnection } from '../relay/to-connection.ts'
import { unlessUnknown } from '../stock/command.ts'
import {
  ManualLineInput,
  ManualOrderConnection,
  ManualOrderInput,
  ManualOrderOutcome,
  ManualOrderType,
  toManualLines,
} from './manual-order.type.ts'

const LIST = 'manualOrders'

@Resolver(() => ManualOrderType)
export class ManualOrderResolver {
  @Allow(READERS)
  @Query(() => ManualOrderConnection, { description: 'Orders that people told, by reference.' })
  async manualOrders(
    @Args(() => PageArgs) { first, after }: PageArgs,
    @Arg('open', () => Boolean, { nullable: true, description: 'Only those of which something has still to leave.' })
    open: boolean | null,
    @Ctx() { desk }: RequestContext,
  ) {
    const page = await desk().care.listManualOrders({ first, after: decodeCursor(LIST, after), open: open === true })
    return toKeyedConnection(page, ({ reference }) => encodeCursor(LIST, reference))
  }

  @FieldResolver(() => HoldType, { nullable: true, description: 'Its units, and how far they have left.' })
  hold(@Root() { holdId }: ManualOrderType, @Ctx() { loaders }: RequestContext) {
    return loaders().holdsById.load(holdId)
  }

  @FieldResolver(() => ChannelType, { nullable: true })
  channel(@Root() { channelId }: ManualOrderType, @Ctx() { loaders }: RequestContext) {
    return channelId === null ? null : loaders().channelsById.load(channelId)
  }

  @FieldResolver(() => OrderType, { nullable: true, description: 'The order it belongs to.' })
  forOrder(@Root() { channelId, forOrderId }: ManualOrderType, @Ctx() { loaders }: RequestContext) {
    return channelId === null || forOrderId === null ? null : loaders().ordersById.load({ channelId, orderId: forOrderId })
  }

  @Allow(OPERATORS)
  @Mutation(() => ManualOrderOutcome, {
    description: 'An order told by a person: a sale of its own, a gift, goods sent again or exchanged.',
  })
  createManualOrder(
    @Arg('key', () => String) key: string,
    @Arg('input', () => ManualOrderInput) input: ManualOrderInput,
    @Ctx() { desk, principal }: RequestContext,
  ) {
    const { reference, kind, reason, channel = null, forOrder = null, pool = null, asFact } = input
    const wish = {
      reference,
      orderKind: kind ?? 'order',
      reason,
      channel,
      forOrder,
      pool,
      lines: toManualLines(input.lines),
    } as const
    return unlessUnknown(() =>
      desk().care.createManualOrder({ ...wish, asFact: asFact === true }, { key, actor: principal.actor }),
    )
  }

  @Allow(OPERATORS)
  @Mutation(() => ManualOrderOutcome, {
    description: 'Other lines instead of those it has: all of them are held, or it stays as it was.',
  })
  changeManualOrder(
    @Arg('key', () => String) key: string,
    @Arg('reference', () => ID) reference: string,
    @Arg('lines', () => [ManualLineInput]) lines: ManualLineInput[],
    @Arg('pool', () => String, { nullable: true }) pool: string | null,
    @Arg('asFact', () => Boolean, { nullable: true }) asFact: boolean | null,
    @Ctx() { desk, principal }: RequestContext,
  ) {
    const wish = { reference, lines: toManualLines(lines), pool: pool ?? null, asFact: asFact === true }
    return unlessUnknown(() => desk().care.changeManualOrder(wish, { key, actor: principal.actor }))
  }

  @Allow(OPERATORS)
  @Mutation(() => ManualOrderOutcome, { description: 'Calls off what has not left of it.' })
  cancelManualOrder(
    @Arg('key', () => String) key: string,
    @Arg('reference', () => ID) reference: string,
    @Ctx() { desk, principal }: RequestContext,
  ) {
    return unlessUnknown(() => desk().care.cancelManualOrder({ reference }, { key, actor: principal.actor }))
  }
}
