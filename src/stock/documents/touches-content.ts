import type { Names } from '../engine/names.ts'
import type { Touches } from '../engine/operation.ts'
import { touchesHold } from '../find-hold.ts'
import { touchesGoods } from '../move-goods.ts'
import { contentOf, type DocumentContent, type DocumentLineArgs } from './content.ts'
import { documentName, place } from './place.ts'

/** The rows a document line changes, and those that what it said before has changed. */
export function touchesContent(args: DocumentLineArgs, names: Names): Touches {
  const told = names.document(args.source, args.document, args.line)
  const all = [contentOf(args), ...(told === undefined ? [] : [told.content])].map((content) => touches(args, content, names))
  return {
    balances: all.flatMap(({ balances }) => balances),
    stocks: all.flatMap(({ stocks }) => stocks ?? []),
    countsAt: all.flatMap(({ countsAt }) => countsAt ?? []),
    figures: all.flatMap(({ figures }) => figures ?? []),
    countLines: told?.kind === 'count' ? [documentName(args)] : [],
    creates: true,
  }
}

function touches(args: DocumentLineArgs, content: DocumentContent, names: Names): Touches {
  const placed = place(args, content, names)
  if ('kind' in placed) return { balances: [] }
  const { location, sku, hold } = placed
  const kinds = content.toCondition === null ? [content.condition] : [content.condition, content.toCondition]
  const goods = kinds.map((condition) => touchesGoods(location, { skuId: sku?.id, condition, sinceMs: content.happenedAtMs }))
  const ofHold = hold ? touchesHold({ holdId: hold.id }, names) : { balances: [] }
  const { condition, happenedAtMs: countedAtMs } = content
  return {
    balances: [...goods.flatMap(({ balances }) => balances), ...ofHold.balances],
    stocks: [...goods.flatMap(({ stocks }) => stocks), ...(ofHold.stocks ?? [])],
    countsAt:
      content.kind === 'count' && sku
        ? [{ locationId: location.id, skuId: sku.id, condition, countedAtMs, document: placed.name }]
        : [],
    figures: content.kind === 'shipment' && placed.orderRef !== null ? [placed.orderRef] : [],
  }
}
