import type { Condition } from '../../domain/ids.ts'
import { checkChange, checkInstant, checkText, firstRefusal } from '../check-args.ts'
import type { Operation } from '../engine/operation.ts'
import { booked, checkCondition, findOwnLocation, findSku, touchesLines, type Booked } from '../goods-lines.ts'
import { moveGoods } from '../move-goods.ts'

export interface AdjustStock {
  readonly location: string
  readonly sku: string
  readonly condition: Condition
  /** Units found (above zero) or lost. */
  readonly change: number
  readonly reason: string
  readonly happenedAtMs: number | null
}

/** Goods were found, lost or broken: a fact, booked also where it leaves less than is promised. */
export const adjustStock: Operation<AdjustStock, Booked> = {
  name: 'adjust',
  check: (args) =>
    firstRefusal(
      checkText(args.location, 'location'),
      checkText(args.sku, 'sku'),
      checkText(args.reason, 'reason'),
      checkCondition(args.condition, 'condition'),
      checkChange(args.change, 'change'),
      checkInstant(args.happenedAtMs, 'happenedAt'),
    ),
  mentions: ({ location, sku }) => ({ locations: [location], skus: [sku] }),
  touches: (args, names) => touchesLines([args], { location: args.location, sinceMs: args.happenedAtMs, names }),

  decide(book, args, { names, actor, nowMs, key }) {
    const location = findOwnLocation(args.location, names)
    if ('kind' in location) return location
    const sku = findSku(args.sku, names)
    if ('kind' in sku) return sku
    const { condition, change: units, happenedAtMs } = args
    moveGoods(book, {
      location,
      skuId: sku.id,
      condition,
      units,
      document: `adjustment:${key}`,
      reason: args.reason,
      actor,
      happenedAtMs,
      nowMs,
    })
    return booked(book)
  },
}
