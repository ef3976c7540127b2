import type { Condition } from '../../domain/ids.ts'
import { checkInstant, checkText, checkUnits, firstRefusal } from '../check-args.ts'
import type { Operation } from '../engine/operation.ts'
import { booked, checkCondition, findOwnLocation, findSku, touchesLines, type Booked } from '../goods-lines.ts'
import { moveGoods } from '../move-goods.ts'
import { refused } from '../refusal.ts'

export interface ChangeCondition {
  readonly location: string
  readonly sku: string
  readonly from: Condition
  readonly to: Condition
  readonly units: number
  readonly reason: string
  readonly happenedAtMs: number | null
}

/** Goods were inspected, damaged or repaired: they stay where they are, but only sellable ones count in the pool. */
export const changeCondition: Operation<ChangeCondition, Booked> = {
  name: 'change_condition',
  check: (args) =>
    firstRefusal(
      checkText(args.location, 'location'),
      checkText(args.sku, 'sku'),
      checkText(args.reason, 'reason'),
      checkCondition(args.from, 'from'),
      checkCondition(args.to, 'to'),
      checkUnits(args.units, 'units'),
      checkInstant(args.happenedAtMs, 'happenedAt'),
      args.from === args.to ? refused('INVALID', 'from and to are the same condition', { field: 'to' }) : undefined,
    ),
  mentions: ({ location, sku }) => ({ locations: [location], skus: [sku] }),
  touches({ sku, from, to, location, happenedAtMs }, names) {
    return touchesLines(
      [from, to].map((condition) => ({ sku, condition })),
      { location, sinceMs: happenedAtMs, names },
    )
  },

  decide(book, args, { names, actor, nowMs, key }) {
    const location = findOwnLocation(args.location, names)
    if ('kind' in location) return location
    const sku = findSku(args.sku, names)
    if ('kind' in sku) return sku
    const { units, reason, happenedAtMs } = args
    const goods = { location, skuId: sku.id, document: `condition:${key}`, reason, actor, happenedAtMs, nowMs }
    moveGoods(book, { ...goods, condition: args.from, units: -units })
    moveGoods(book, { ...goods, condition: args.to, units })
    return booked(book)
  },
}
