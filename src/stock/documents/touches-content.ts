import type { Condition } from '../../domain/ids.ts'
import type { Names } from '../engine/names.ts'
import type { Touches } from '../engine/operation.ts'
import { touchesHold } from '../find-hold.ts'
import { touchesGoods } from '../move-goods.ts'
import { touchesAcknowledged, touchesAcknowledgement } from '../restate-counts.ts'
import { touchesDepartures } from '../touches-departures.ts'
import { bookedBefore, contentOf, type DocumentContent, type DocumentLineArgs } from './content.ts'
import { documentName, place } from './place.ts'

/** The rows a document line changes, and those that what it said before has changed. */
export function touchesContent(args: DocumentLineArgs, names: Names): Touches {
  const told = names.document(args.source, args.document, args.line)
  const before = told === undefined ? [] : [{ ...told.content, happenedAtMs: told.happenedAtMs }]
  const now = { ...contentOf(args), happenedAtMs: bookedBefore(args, told) ?? args.happenedAtMs }
  const all = [now, ...before].map((content) => touches(args, content, names))
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
  const kinds = conditionsOf(content)
  const goods = kinds.map((condition) => touchesGoods(location, { skuId: sku?.id, condition, sinceMs: content.happenedAtMs }))
  if (content.kind === 'acknowledgement') {
    return hold ? touchesAcknowledgement(hold, { location, sinceMs: content.happenedAtMs }, names) : { balances: [] }
  }
  const ofHold = hold ? [touchesHold({ holdId: hold.id }, names), touchesAcknowledged(hold.id, names)] : []
  const isShipment = content.kind === 'shipment' && placed.orderRef !== null
  const before = isShipment ? [touchesDepartures(placed.orderRef, names)] : []
  const others = [...ofHold, ...before]
  const { condition, happenedAtMs: countedAtMs } = content
  return {
    balances: [...goods.flatMap(({ balances }) => balances), ...others.flatMap(({ balances }) => balances)],
    stocks: [...goods.flatMap(({ stocks }) => stocks), ...others.flatMap(({ stocks }) => stocks ?? [])],
    countsAt:
      content.kind === 'count' && sku
        ? [{ locationId: location.id, skuId: sku.id, condition, countedAtMs, document: placed.name }]
        : [],
    figures: isShipment ? [placed.orderRef] : [],
  }
}

function conditionsOf({ kind, condition, toCondition }: DocumentContent): readonly Condition[] {
  // What left for a buyer was sellable, whatever the document says of it.
  if (kind === 'shipment') return ['sellable']
  return toCondition === null ? [condition] : [condition, toCondition]
}
