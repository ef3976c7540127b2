import { changeExpectedReceipt } from '../../src/presale/change-expected-receipt.ts'
import { createExpectedReceipt } from '../../src/presale/create-expected-receipt.ts'
import { endExpectedReceipt } from '../../src/presale/end-expected-receipt.ts'
import { setPresaleQuota } from '../../src/presale/set-presale-quota.ts'
import { Allow, OPERATORS } from '../access.ts'
import type { RequestContext } from '../context.ts'
import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from '../decorators.ts'
import { command } from '../stock/command.ts'
import { ChangeExpectedReceiptInput, CreateExpectedReceiptInput, PresaleQuotaInput } from './presale.input.ts'
import { ExpectedReceiptOutcome, ExpectedReceiptType, PresaleQuotaOutcome, ReceiptSavedType } from './presale.type.ts'

/** `key`: the same key with the same arguments gets the first answer again. */
@Resolver(() => ReceiptSavedType)
export class PresaleCommandsResolver {
  @Allow(OPERATORS)
  @Mutation(() => ExpectedReceiptOutcome, { description: 'Goods are expected: orders sold ahead count on them from now on.' })
  createExpectedReceipt(
    @Arg('key', () => String) key: string,
    @Arg('input', () => CreateExpectedReceiptInput)
    { sku, units, dueOn, pool = null, reference = null }: CreateExpectedReceiptInput,
    @Ctx() context: RequestContext,
  ) {
    return command(context, createExpectedReceipt, { key, args: { sku, units, dueOn, pool, reference } })
  }

  @Allow(OPERATORS)
  @Mutation(() => ExpectedReceiptOutcome, { description: 'More or less will come, or on another day.' })
  changeExpectedReceipt(
    @Arg('key', () => String) key: string,
    @Arg('input', () => ChangeExpectedReceiptInput) { receipt, units = null, dueOn = null }: ChangeExpectedReceiptInput,
    @Ctx() context: RequestContext,
  ) {
    return command(context, changeExpectedReceipt, { key, args: { receipt, units, dueOn } })
  }

  @Allow(OPERATORS)
  @Mutation(() => ExpectedReceiptOutcome, { description: 'It does not come.' })
  cancelExpectedReceipt(
    @Arg('key', () => String) key: string,
    @Arg('receipt', () => ID) receipt: string,
    @Ctx() context: RequestContext,
  ) {
    return command(context, endExpectedReceipt, { key, args: { receipt, as: 'cancelled' } })
  }

  @Allow(OPERATORS)
  @Mutation(() => ExpectedReceiptOutcome, {
    description: 'It has come. What no order needed is for sale like other goods; later orders count on other receipts.',
  })
  closeExpectedReceipt(
    @Arg('key', () => String) key: string,
    @Arg('receipt', () => ID) receipt: string,
    @Ctx() context: RequestContext,
  ) {
    return command(context, endExpectedReceipt, { key, args: { receipt, as: 'closed' } })
  }

  @Allow(OPERATORS)
  @Mutation(() => PresaleQuotaOutcome, {
    description:
      'Says how many a presale listing may still sell. More than is expected is refused. The shop of a listing that sells ahead is told.',
  })
  async setPresaleQuota(
    @Arg('key', () => String) key: string,
    @Arg('input', () => PresaleQuotaInput) { channel, listing, units, pool = null }: PresaleQuotaInput,
    @Ctx() context: RequestContext,
  ) {
    const answer = await command(context, setPresaleQuota, { key, args: { channel, listing, units, pool } })
    if (answer.kind === 'presaleQuotaSet') await context.desk().selling.wantAhead({ channel, listing, units })
    return answer
  }

  @FieldResolver(() => ExpectedReceiptType)
  receipt(@Root() { receiptId }: ReceiptSavedType, @Ctx() { loaders }: RequestContext) {
    return loaders().expectedReceipts.load(receiptId)
  }
}
