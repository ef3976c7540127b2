import { dispatchTransfer } from '../../src/stock/commands/dispatch-transfer.ts'
import { receiveTransfer } from '../../src/stock/facts/receive-transfer.ts'
import { Allow, OPERATORS, READERS } from '../access.ts'
import { LocationType } from '../catalogue/location.type.ts'
import { SkuType } from '../catalogue/sku.type.ts'
import type { RequestContext } from '../context.ts'
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from '../decorators.ts'
import { foreignLocation } from '../holds/hold-limits.ts'
import { decodeCursor, encodeCursor } from '../relay/cursor.ts'
import { PageArgs } from '../relay/page.args.ts'
import { toKeyedConnection } from '../relay/to-connection.ts'
import { command } from './command.ts'
import { DispatchTransferInput, ReceiveTransferInput, toGoodsLines, toMs } from './goods.input.ts'
import { BookOutcome, DispatchTransferOutcome } from './stock-outcome.type.ts'
import { TransferConnection, TransferLineType, TransferType } from './transfer.type.ts'

const LIST = 'transfers'

@Resolver(() => TransferType)
export class TransferResolver {
  @Allow(READERS)
  @Query(() => TransferConnection, { description: 'By their references.' })
  async transfers(
    @Args(() => PageArgs) { first, after }: PageArgs,
    @Arg('open', () => Boolean, { defaultValue: false, description: 'Only those not closed.' }) open: boolean,
    @Ctx() { desk }: RequestContext,
  ) {
    const page = await desk().stock.listTransfers({ first, after: decodeCursor(LIST, after), open })
    return toKeyedConnection(page, ({ reference }) => encodeCursor(LIST, reference))
  }

  @Allow(OPERATORS, { limited: 'checked' })
  @Mutation(() => DispatchTransferOutcome, { description: 'Sends free goods on their way.' })
  dispatchTransfer(
    @Arg('key', () => String) key: string,
    @Arg('input', () => DispatchTransferInput) { reference, from, to, lines }: DispatchTransferInput,
    @Ctx() context: RequestContext,
  ) {
    const { principal } = context
    const no = foreignLocation(principal, from, 'from') ?? foreignLocation(principal, to, 'to')
    return no ?? command(context, dispatchTransfer, { key, args: { reference, from, to, lines: toGoodsLines(lines) } })
  }

  @Allow(OPERATORS)
  @Mutation(() => BookOutcome, { description: 'Goods in transit have arrived where the transfer goes to.' })
  receiveTransfer(
    @Arg('key', () => String) key: string,
    @Arg('input', () => ReceiveTransferInput) { reference, lines, close, receivedAt }: ReceiveTransferInput,
    @Ctx() context: RequestContext,
  ) {
    const args = { reference, lines: toGoodsLines(lines), close, receivedAtMs: toMs(receivedAt) }
    return command(context, receiveTransfer, { key, args })
  }

  @FieldResolver(() => LocationType, { nullable: true })
  from(@Root() { fromLocationId: id }: TransferType, @Ctx() { loaders }: RequestContext) {
    return id === null ? null : loaders().locationsById.load(id)
  }

  @FieldResolver(() => LocationType, { nullable: true })
  to(@Root() { toLocationId: id }: TransferType, @Ctx() { loaders }: RequestContext) {
    return id === null ? null : loaders().locationsById.load(id)
  }
}

@Resolver(() => TransferLineType)
export class TransferLineResolver {
  @FieldResolver(() => SkuType)
  sku(@Root() { skuId }: TransferLineType, @Ctx() { loaders }: RequestContext) {
    return loaders().skusById.load(skuId)
  }
}
