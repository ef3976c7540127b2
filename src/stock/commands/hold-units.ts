import { withLines, type Hold, type HoldLine } from '../../domain/hold.ts'
import { checkText, checkTtl, firstRefusal } from '../check-args.ts'
import type { Operation, Scene } from '../engine/operation.ts'
import { checkWanted, expandLines, mentionsOf, type Wanted } from '../expand-lines.ts'
import { lessShipped } from '../less-shipped.ts'
import { namedStocks } from '../named-stocks.ts'
import { refused } from '../refusal.ts'
import { shortagesOf, takeLines } from '../take-units.ts'

export interface HoldUnits extends Wanted {
  readonly ttlMs: number
  /** The caller's own order number; one hold a reference. */
  readonly reference: string | null
  readonly channel: string | null
}

export interface Held {
  readonly kind: 'held'
  readonly holdId: string
  readonly expiresAtMs: number
}

/** Holds all lines for a while, or none of them and says what is missing. */
export const holdUnits: Operation<HoldUnits, Held> = {
  name: 'hold',

  check: (args) =>
    firstRefusal(
      checkWanted(args),
      checkTtl(args.ttlMs),
      checkText(args.reference, 'reference'),
      checkText(args.channel, 'channel'),
    ),

  mentions: (args) => ({
    ...mentionsOf(args),
    references: args.reference === null ? [] : [args.reference],
    channels: args.channel === null ? [] : [args.channel],
  }),

  touches(args, names) {
    const lines = expandLines(args, names)
    if ('kind' in lines) return { balances: [] }
    return { balances: lines, stocks: namedStocks(lines), figures: args.reference === null ? [] : [args.reference] }
  },

  decide(book, args, scene) {
    const wanted = expandLines(args, scene.names)
    if ('kind' in wanted) return wanted
    const lines = lessShipped(book, wanted, args.reference)
    const channelId = args.channel === null ? null : scene.names.channelId(args.channel)
    if (channelId === undefined) return refused('UNKNOWN_CHANNEL', `no channel ${args.channel}`, { field: 'channel' })
    if (args.reference !== null && book.references.get(args.reference) !== undefined) {
      return refused('REFERENCE_TAKEN', `reference ${args.reference} already has a hold`, { field: 'reference' })
    }
    const shortages = shortagesOf(book, lines, scene)
    if (shortages.length > 0) return refused('NOT_ENOUGH_STOCK', 'not enough free units; nothing was held', { shortages })

    const hold = newHold(args, { lines, channelId, scene })
    takeLines(book, lines, { holdId: hold.id, reason: 'hold', scene })
    // All of it may have left the house before we heard of the order.
    book.saveHold(withLines(hold, lines, scene.nowMs))
    return { kind: 'held', holdId: hold.id, expiresAtMs: scene.nowMs + args.ttlMs }
  },
}

function newHold(args: HoldUnits, more: { lines: readonly HoldLine[]; channelId: string | null; scene: Scene }): Hold {
  const { nowMs, actor } = more.scene
  return {
    id: more.scene.newHoldId(),
    state: 'held',
    reference: args.reference,
    channelId: more.channelId,
    actor,
    expiresAtMs: nowMs + args.ttlMs,
    createdAtMs: nowMs,
    committedAtMs: null,
    closedAtMs: null,
    lines: more.lines,
  }
}
