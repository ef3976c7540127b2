import { checkInstant, checkText, firstRefusal } from '../check-args.ts'
import type { Operation } from '../engine/operation.ts'
import { booked, checkGoodsLines, findOwnLocation, findSkus, touchesLines, type Booked, type GoodsLine } from '../goods-lines.ts'
import { moveGoods } from '../move-goods.ts'
import { arrive } from '../presale/arrive.ts'
import { checkExpected, goodsAhead, receiptIds } from '../presale/expected-lines.ts'
import { settlePresale } from '../presale/settle-presale.ts'

export interface ReceiveStock {
  readonly location: string
  readonly lines: readonly GoodsLine[]
  readonly receivedAtMs: number | null
  /** The supplier's delivery note, say. */
  readonly reference: string | null
}

/** Goods have come in. What they bring pays deficit and safety stock before it is free. */
export const receiveStock: Operation<ReceiveStock, Booked> = {
  name: 'receive',
  check: (args) =>
    firstRefusal(
      checkText(args.location, 'location'),
      checkText(args.reference, 'reference'),
      checkInstant(args.receivedAtMs, 'receivedAt'),
      checkGoodsLines(args.lines),
    ),
  mentions: ({ location, lines }) => ({
    locations: [location],
    skus: lines.map(({ sku }) => sku),
    receipts: lines.flatMap(({ expectedReceipt }) => (expectedReceipt ? receiptIds(expectedReceipt) : [])),
  }),
  touches: ({ location, lines, receivedAtMs }, names) => touchesLines(lines, { location, sinceMs: receivedAtMs, names }),
  presale: ({ location, lines }, names) =>
    lines.flatMap((line) => goodsAhead(line, { location: names.location(location), names })),

  decide(book, args, scene) {
    const { names, actor, nowMs, key } = scene
    const location = findOwnLocation(args.location, names)
    if ('kind' in location) return location
    const skus = findSkus(args.lines, names)
    if ('kind' in skus) return skus
    const no = checkExpected(book, args.lines, { location, scene })
    if (no) return no
    const document = `receipt:${args.reference ?? key}`
    for (const [n, { condition, units, expectedReceipt }] of args.lines.entries()) {
      const sku = skus[n]
      if (!sku) continue
      moveGoods(book, {
        location,
        skuId: sku.id,
        condition,
        units,
        document,
        reason: 'receive',
        actor,
        happenedAtMs: args.receivedAtMs,
        nowMs,
      })
      if (condition !== 'sellable' || location.poolId === null) continue
      arrive(book, { poolId: location.poolId, skuId: sku.id, units, receiptId: expectedReceipt ?? null, document }, scene)
    }
    settlePresale(book, scene, document)
    return booked(book)
  },
}
