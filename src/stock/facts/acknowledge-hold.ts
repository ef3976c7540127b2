import { checkInstant, checkText, firstRefusal } from '../check-args.ts'
import type { Operation } from '../engine/operation.ts'
import { findHold, type OnHold } from '../find-hold.ts'
import { findLocation } from '../goods-lines.ts'
import { touchesAcknowledgement } from '../restate-counts.ts'
import { tellAcknowledged } from '../tell-acknowledged.ts'

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
  mentions: ({ holdId, location }) => ({ holds: [holdId], locations: [location], shipments: [holdId] }),

  touches(args, names) {
    const hold = names.hold(args.holdId)
    if (!hold) return { balances: [] }
    return touchesAcknowledgement(hold, { location: names.location(args.location), sinceMs: args.acknowledgedAtMs }, names)
  },

  decide(book, args, scene) {
    const found = findHold(book, args)
    if (found.kind === 'refused') return found
    const location = findLocation(args.location, scene.names)
    if ('kind' in location) return location
    // The clocks of other systems run ahead at times: nothing is booked in the future.
    const acknowledgedAtMs = Math.min(args.acknowledgedAtMs, scene.nowMs)
    tellAcknowledged(book, { hold: found.hold, location, acknowledgedAtMs }, scene)
    return { kind: 'acknowledged', holdId: found.hold.id }
  },
}
