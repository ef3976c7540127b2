import { setSafetyStock } from '../../src/stock/commands/set-safety-stock.ts'
import { adjustStock } from '../../src/stock/facts/adjust-stock.ts'
import { changeCondition } from '../../src/stock/facts/change-condition.ts'
import { countStock } from '../../src/stock/facts/count-stock.ts'
import { receiveStock } from '../../src/stock/facts/receive-stock.ts'
import { Allow, OPERATORS } from '../access.ts'
import type { RequestContext } from '../context.ts'
import { Arg, Ctx, Mutation, Resolver } from '../decorators.ts'
import { foreignLocation } from '../holds/hold-limits.ts'
import { command } from './command.ts'
import {
  AdjustStockInput,
  ChangeConditionInput,
  CountStockInput,
  ReceiveStockInput,
  SetSafetyStockInput,
  toGoodsLines,
  toReceivedLines,
  toMs,
} from './goods.input.ts'
import { BookOutcome, CountStockOutcome, SetSafetyStockOutcome } from './stock-outcome.type.ts'

/** `key`: the same key with the same arguments gets the first answer again. */
@Resolver()
export class StockCommandsResolver {
  @Allow(OPERATORS, { limited: 'checked' })
  @Mutation(() => BookOutcome, { description: 'Goods have come in: they pay deficit and safety stock before they are free.' })
  receiveStock(
    @Arg('key', () => String) key: string,
    @Arg('input', () => ReceiveStockInput) { location, lines, reference = null, receivedAt }: ReceiveStockInput,
    @Ctx() context: RequestContext,
  ) {
    const args = { location, lines: toReceivedLines(lines), reference, receivedAtMs: toMs(receivedAt) }
    return foreignLocation(context.principal, location) ?? command(context, receiveStock, { key, args })
  }

  @Allow(OPERATORS, { limited: 'checked' })
  @Mutation(() => BookOutcome, {
    description: 'Goods were found, lost or broken: booked also where that leaves less than promised.',
  })
  adjustStock(
    @Arg('key', () => String) key: string,
    @Arg('input', () => AdjustStockInput) { location, sku, condition, change, reason, happenedAt }: AdjustStockInput,
    @Ctx() context: RequestContext,
  ) {
    const args = { location, sku, condition, change, reason, happenedAtMs: toMs(happenedAt) }
    return foreignLocation(context.principal, location) ?? command(context, adjustStock, { key, args })
  }

  @Allow(OPERATORS, { limited: 'checked' })
  @Mutation(() => BookOutcome, { description: 'Goods were inspected, damaged or repaired: only sellable ones count in a pool.' })
  changeCondition(
    @Arg('key', () => String) key: string,
    @Arg('input', () => ChangeConditionInput) { location, sku, from, to, units, reason, happenedAt }: ChangeConditionInput,
    @Ctx() context: RequestContext,
  ) {
    const args = { location, sku, from, to, units, reason, happenedAtMs: toMs(happenedAt) }
    return foreignLocation(context.principal, location) ?? command(context, changeCondition, { key, args })
  }

  @Allow(OPERATORS, { limited: 'checked' })
  @Mutation(() => CountStockOutcome, {
    description: 'Shelves were counted: movements told later, before or after, count all the same.',
  })
  countStock(
    @Arg('key', () => String) key: string,
    @Arg('input', () => CountStockInput) { location, lines, countedAt }: CountStockInput,
    @Ctx() context: RequestContext,
  ) {
    const args = { location, lines: toGoodsLines(lines), countedAtMs: countedAt.getTime() }
    return foreignLocation(context.principal, location) ?? command(context, countStock, { key, args })
  }

  @Allow(OPERATORS)
  @Mutation(() => SetSafetyStockOutcome)
  setSafetyStock(
    @Arg('key', () => String) key: string,
    @Arg('input', () => SetSafetyStockInput) { sku, wanted, pool = null }: SetSafetyStockInput,
    @Ctx() context: RequestContext,
  ) {
    return command(context, setSafetyStock, { key, args: { sku, wanted, pool } })
  }
}
