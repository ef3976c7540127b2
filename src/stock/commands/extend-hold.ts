import { hasExpired } from '../../domain/hold.ts'
import { checkTtl } from '../check-args.ts'
import type { Operation } from '../engine/operation.ts'
import { findHold, touchesHold, type OnHold } from '../find-hold.ts'
import { refused } from '../refusal.ts'

export interface ExtendHold extends OnHold {
  /** From now on; a hold is never made shorter than it is. */
  readonly ttlMs: number
}

export interface Extended {
  readonly kind: 'extended'
  readonly holdId: string
  readonly expiresAtMs: number
}

export const extendHold: Operation<ExtendHold, Extended> = {
  name: 'extend',
  check: ({ ttlMs }) => checkTtl(ttlMs),
  mentions: ({ holdId }) => ({ holds: [holdId] }),
  touches: touchesHold,

  decide(book, args, scene) {
    const found = findHold(book, args)
    if (found.kind === 'refused') return found
    const { hold } = found
    if (hold.state !== 'held' || hold.expiresAtMs === null) {
      return refused('HOLD_CLOSED', `hold ${hold.id} is ${hold.state}, so it does not expire`, { field: 'holdId' })
    }
    if (hasExpired(hold, scene.nowMs)) {
      return refused('HOLD_EXPIRED', `hold ${hold.id} has expired; hold again, or commit it if it was paid`, { field: 'holdId' })
    }
    const expiresAtMs = Math.max(hold.expiresAtMs, scene.nowMs + args.ttlMs)
    book.saveHold({ ...hold, expiresAtMs })
    return { kind: 'extended', holdId: hold.id, expiresAtMs }
  },
}
