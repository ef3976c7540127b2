import { hasExpired, outstandingUnits, type Hold } from '../../domain/hold.ts'
import { checkHoldId, findHold, touchesHold, type OnHold } from '../find-hold.ts'
import type { Book } from '../engine/book.ts'
import type { Operation, Scene } from '../engine/operation.ts'
import { sellAgain } from '../locks/sell-locks.ts'
import type { Shortage } from '../refusal.ts'
import { shortagesOf, takeKept, takeLines } from '../take-units.ts'

export type CommitOutcome =
  | { readonly kind: 'committed'; readonly holdId: string }
  /** The hold had expired; the same units were there and were taken again, like by a new hold. */
  | { readonly kind: 'committedLate'; readonly holdId: string }
  /** Paid, but the units are gone (or the hold was released): the caller must not take the order as fulfilled. */
  | {
      readonly kind: 'gone'
      readonly holdId: string
      readonly because: 'expired' | 'released'
      readonly shortages: readonly Shortage[]
    }

/** The buyer has paid: the hold no longer expires. */
export const commitHold: Operation<OnHold, CommitOutcome> = {
  name: 'commit',
  check: checkHoldId,
  mentions: ({ holdId }) => ({ holds: [holdId] }),
  touches: touchesHold,

  decide(book, args, scene) {
    const hold = findHold(book, args)
    if (hold.kind === 'refused') return hold
    if (hold.hold.state === 'released') return gone(book, { hold: hold.hold, because: 'released', shortages: [] })
    if (hold.hold.state !== 'held') return { kind: 'committed', holdId: hold.hold.id }
    if (hasExpired(hold.hold, scene.nowMs)) return commitLate(book, hold.hold, scene)
    book.saveHold(committed(hold.hold, scene))
    return { kind: 'committed', holdId: hold.hold.id }
  },
}

function commitLate(book: Book, hold: Hold, scene: Scene): CommitOutcome {
  const open = hold.lines.filter((line) => outstandingUnits(line) > 0)
  const inHand = sellAgain(book, hold, scene)
  const shortages = shortagesOf(book, open, { names: scene.names, inHand })
  if (shortages.length > 0) return gone(book, { hold, because: 'expired', shortages })
  const why = { holdId: hold.id, reason: 'commit_late', scene }
  takeKept(book, inHand, why)
  takeLines(book, open, why, inHand)
  book.saveHold(committed(hold, scene))
  return { kind: 'committedLate', holdId: hold.id }
}

function committed(hold: Hold, { nowMs }: Scene): Hold {
  return { ...hold, state: 'committed', expiresAtMs: null, committedAtMs: nowMs }
}

/** A payment without units is never silent: someone has to refund it or find the goods. */
function gone(book: Book, lost: { hold: Hold; because: 'expired' | 'released'; shortages: readonly Shortage[] }): CommitOutcome {
  const { hold, because, shortages } = lost
  book.alarms.push({
    kind: 'paid_hold_lost',
    severity: 'critical',
    subject: `hold:${hold.id}`,
    message: `hold ${hold.id} was paid after it had ${because === 'expired' ? 'expired and its units were sold' : 'been released'}`,
    facts: { holdId: hold.id, because, missingUnits: shortages.reduce((sum, s) => sum + s.wantedUnits - s.availableUnits, 0) },
  })
  return { kind: 'gone', holdId: hold.id, because, shortages }
}
