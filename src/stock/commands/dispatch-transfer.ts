import { assert } from '../../domain/assert.ts'
import { freeUnits } from '../../domain/balance.ts'
import { takeByCommand } from '../../domain/flows.ts'
import type { LocationId, SkuId } from '../../domain/ids.ts'
import { unnamedUnits } from '../../domain/location-stock.ts'
import { bookTransit } from '../book-transit.ts'
import { checkText, firstRefusal } from '../check-args.ts'
import type { Book } from '../engine/book.ts'
import type { Transfer } from '../engine/journal.ts'
import type { LocationName, Names } from '../engine/names.ts'
import type { Operation } from '../engine/operation.ts'
import { checkGoodsLines, findLocation, findOwnLocation, findSkus, touchesLines, type GoodsLine } from '../goods-lines.ts'
import { moveGoods } from '../move-goods.ts'
import { refused, type Refused, type Shortage } from '../refusal.ts'
import { transferClosed } from '../unknown.ts'

export interface DispatchTransfer {
  /** Names the transfer from now on. */
  readonly reference: string
  readonly from: string
  readonly to: string
  readonly lines: readonly GoodsLine[]
}

export interface Dispatched {
  readonly kind: 'dispatched'
  readonly reference: string
}

/** Sends free goods on their way: in transit they are at no location and in no pool. */
export const dispatchTransfer: Operation<DispatchTransfer, Dispatched> = {
  name: 'dispatch',
  check: (args) =>
    firstRefusal(
      checkText(args.reference, 'reference'),
      checkText(args.from, 'from'),
      checkText(args.to, 'to'),
      args.from === args.to ? refused('INVALID', 'from and to are the same location', { field: 'to' }) : undefined,
      checkGoodsLines(args.lines),
    ),
  mentions: ({ reference, from, to, lines }) => ({
    locations: [from, to],
    skus: lines.map(({ sku }) => sku),
    transfers: [reference],
  }),
  touches: ({ from, lines }, names) => touchesLines(lines, { location: from, sinceMs: null, names }),

  decide(book, args, { names, actor, nowMs }) {
    const from = findOwnLocation(args.from, names, 'from')
    if ('kind' in from) return from
    const to = findLocation(args.to, names, 'to')
    if ('kind' in to) return to
    const no = refuseRoute(book.transfers.get(args.reference), { from: from.id, to: to.id })
    if (no) return no
    const skus = findSkus(args.lines, names)
    if ('kind' in skus) return skus
    const goods = args.lines.flatMap(({ condition, units }, n) => (skus[n] ? [{ skuId: skus[n].id, condition, units }] : []))
    const shortages = shortagesAt(book, { from, goods, names })
    if (shortages.length > 0)
      return refused('NOT_ENOUGH_STOCK', 'not enough free units there; nothing was dispatched', { shortages })

    const document = `transfer:${args.reference}`
    for (const { skuId, condition, units } of goods) {
      const move = {
        location: from,
        skuId,
        condition,
        units: -units,
        reason: 'dispatch',
        document,
        actor,
        happenedAtMs: null,
        nowMs,
      }
      moveGoods(book, move, (at, happenedAtMs) => {
        const postings = takeByCommand(book.balance(at.poolId, skuId), units, 'outside')
        assert(postings !== 'short', 'a dispatch was not checked before it was taken')
        book.post(at, postings, { reason: 'dispatch', document, actor, happenedAtMs })
      })
      bookTransit(book, { reference: args.reference, skuId, condition, from: from.id, to: to.id, dispatched: units })
    }
    return { kind: 'dispatched', reference: args.reference }
  },
}

/** More can be sent under the same reference, but only the same way. */
function refuseRoute(transfer: Transfer | undefined, { from, to }: { from: LocationId; to: LocationId }): Refused | undefined {
  if (!transfer) return undefined
  const { reference, fromLocationId, toLocationId, closedAtMs } = transfer
  if (closedAtMs !== null) return transferClosed(reference)
  if ((fromLocationId ?? from) === from && (toLocationId ?? to) === to) return undefined
  const message = `transfer ${reference} goes another way: use another reference`
  return refused('TRANSFER_ELSEWHERE', message, { field: 'reference' })
}

interface Leaving {
  readonly from: LocationName
  readonly goods: readonly { readonly skuId: SkuId; readonly condition: GoodsLine['condition']; readonly units: number }[]
  readonly names: Names
}

/** Sellable units must be free in the pool and not named by a hold there; others must simply be there. */
function shortagesAt(book: Book, { from, goods, names }: Leaving): readonly Shortage[] {
  const groups = Map.groupBy(goods, ({ skuId, condition }) => `${skuId}/${condition}`)
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const wantedUnits = group.reduce((sum, { units }) => sum + units, 0)
    const here = unnamedUnits(book.stock(from.id, first.skuId, first.condition))
    const free = first.condition === 'sellable' && from.poolId !== null ? freeUnits(book.balance(from.poolId, first.skuId)) : here
    const availableUnits = Math.min(here, free)
    const pool = (from.poolId === null ? undefined : names.poolById(from.poolId)?.code) ?? ''
    const sku = names.skuById(first.skuId)?.code ?? ''
    return wantedUnits > availableUnits ? [{ sku, pool, location: from.code, wantedUnits, availableUnits }] : []
  })
}
