import { checkInstant, checkText, firstRefusal } from '../check-args.ts'
import type { Operation } from '../engine/operation.ts'
import { findHold, touchesHold, type OnHold } from '../find-hold.ts'
import { findLocation } from '../goods-lines.ts'

export interface AcknowledgeHold extends OnHold {
  readonly location: string
  readonly acknowledgedAtMs: number
}

export interface Acknowledged {
  readonly kind: 'acknowledged'
  readonly holdId: string
}

/**
 * The system of a location says it knows this order: from then on its figures, where they leave out what is ordered,
 * leave out these units too.
 */
export const acknowledgeHold: Operation<AcknowledgeHold, Acknowledged> = {
  name: 'acknowledge',
  check: (args) => firstRefusal(checkText(args.location, 'location'), checkInstant(args.acknowledgedAtMs, 'acknowledgedAt')),
  mentions: ({ holdId, location }) => ({ holds: [holdId], locations: [location] }),
  touches: touchesHold,

  decide(book, args, { names }) {
    const found = findHold(book, args)
    if (found.kind === 'refused') return found
    const location = findLocation(args.location, names)
    if ('kind' in location) return location
    for (const { line, skuId } of found.hold.lines) {
      const row = { holdId: found.hold.id, line, skuId, locationId: location.id, acknowledgedAtMs: args.acknowledgedAtMs }
      book.acknowledgements.set(JSON.stringify([row.holdId, line, skuId, location.id]), row)
    }
    return { kind: 'acknowledged', holdId: found.hold.id }
  },
}
