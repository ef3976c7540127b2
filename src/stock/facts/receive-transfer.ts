import { bookTransit } from '../book-transit.ts'
import { checkInstant, checkText, firstRefusal } from '../check-args.ts'
import type { Names } from '../engine/names.ts'
import type { Operation } from '../engine/operation.ts'
import { booked, checkGoodsLines, findOwnLocation, findSkus, touchesLines, type Booked, type GoodsLine } from '../goods-lines.ts'
import { moveGoods } from '../move-goods.ts'
import { refused, type Refused } from '../refusal.ts'
import { transferClosed } from '../unknown.ts'

export interface ReceiveTransfer {
  readonly reference: string
  /** What arrived: it may differ from what was dispatched, and come in parts. */
  readonly lines: readonly GoodsLine[]
  readonly receivedAtMs: number | null
  /** Nothing more will come: what is still in transit is lost. */
  readonly close: boolean
}

/** Goods in transit have arrived at the location the transfer goes to. */
export const receiveTransfer: Operation<ReceiveTransfer, Booked> = {
  name: 'receive_transfer',
  check: (args) =>
    firstRefusal(
      checkText(args.reference, 'reference'),
      checkInstant(args.receivedAtMs, 'receivedAt'),
      args.lines.length === 0 && args.close ? undefined : checkGoodsLines(args.lines),
    ),
  mentions: ({ reference, lines }) => ({ transfers: [reference], skus: lines.map(({ sku }) => sku) }),

  touches({ reference, lines, receivedAtMs }, names) {
    const to = destination(reference, names)
    return 'refusal' in to ? { balances: [] } : touchesLines(lines, { location: to.code, sinceMs: receivedAtMs, names })
  },

  decide(book, args, { names, actor, nowMs }) {
    const to = destination(args.reference, names)
    if ('refusal' in to) return to.refusal
    const location = findOwnLocation(to.code, names, 'reference')
    if ('kind' in location) return location
    const skus = findSkus(args.lines, names)
    if ('kind' in skus) return skus
    const transfer = book.transfers.get(args.reference)
    if (transfer && transfer.closedAtMs !== null) {
      return transferClosed(args.reference)
    }
    const document = `transfer:${args.reference}`
    for (const [n, { condition, units }] of args.lines.entries()) {
      const sku = skus[n]
      if (!sku) continue
      const happenedAtMs = args.receivedAtMs
      moveGoods(book, { location, skuId: sku.id, condition, units, reason: 'arrive', document, actor, happenedAtMs, nowMs })
      bookTransit(book, { reference: args.reference, skuId: sku.id, condition, from: null, to: location.id, received: units })
    }
    const now = book.transfers.get(args.reference)
    if (args.close && now) book.transfers.set(args.reference, { ...now, closedAtMs: nowMs })
    return booked(book)
  },
}

function destination(reference: string, names: Names): { readonly code: string } | { readonly refusal: Refused } {
  const id = names.transfer(reference)?.toLocationId ?? null
  const location = id === null ? undefined : names.locationById(id)
  if (location) return { code: location.code }
  return { refusal: refused('UNKNOWN_TRANSFER', `no transfer ${reference} is on its way to a location`, { field: 'reference' }) }
}
