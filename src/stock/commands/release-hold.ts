import { hasExpired, outstandingUnits, withLines } from '../../domain/hold.ts'
import type { Operation } from '../engine/operation.ts'
import { findHold, touchesHold, type OnHold } from '../find-hold.ts'
import { checkSelection, selectParts, type LineUnits } from '../select-parts.ts'
import { giveBackParts } from '../take-units.ts'

export interface ReleaseHold extends OnHold {
  /** Null: everything the hold still claims. */
  readonly lines: readonly LineUnits[] | null
}

export interface Released {
  readonly kind: 'released'
  readonly holdId: string
  /** Units given back by this command: 0 when there was nothing left to give back. */
  readonly units: number
}

/** Gives units back, all or some; releasing again what is released already changes nothing. */
export const releaseHold: Operation<ReleaseHold, Released> = {
  name: 'release',
  check: ({ lines }) => checkSelection(lines),
  mentions: ({ holdId }) => ({ holds: [holdId] }),
  touches: touchesHold,

  decide(book, args, scene) {
    const found = findHold(book, args)
    if (found.kind === 'refused') return found
    const { hold } = found
    const parts = selectParts(hold.lines, args.lines, outstandingUnits)
    if ('kind' in parts) return parts

    // The units of an expired hold are back in the pool already; only the record changes.
    const claims = !hasExpired(hold, scene.nowMs)
    if (claims) giveBackParts(book, parts, { holdId: hold.id, reason: 'release', scene })
    const released = new Map(parts.map(({ line, units }) => [line, units]))
    const lines = hold.lines.map((line) => ({ ...line, released: line.released + (released.get(line) ?? 0) }))
    book.saveHold(withLines(hold, lines, scene.nowMs))
    return { kind: 'released', holdId: hold.id, units: claims ? parts.reduce((sum, { units }) => sum + units, 0) : 0 }
  },
}
