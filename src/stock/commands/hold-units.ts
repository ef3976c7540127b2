import { withLines, type Hold, type HoldLine } from '../../domain/hold.ts'
import { checkText, checkTtl, firstRefusal } from '../check-args.ts'
import type { Book } from '../engine/book.ts'
import type { Operation, Scene } from '../engine/operation.ts'
import { checkWanted, expandLines, mentionsOf, type Wanted } from '../expand-lines.ts'
import { lessShipped } from '../less-shipped.ts'
import { namedStocks } from '../named-stocks.ts'
import { findSold, sellLines, type SoldLine } from '../locks/sell-locks.ts'
import { refused, type Refused } from '../refusal.ts'
import { shortagesOf, takeKept, takeLines } from '../take-units.ts'

export interface HoldUnits extends Wanted {
  readonly ttlMs: number
  /** The caller's own order number; one hold a reference. */
  readonly reference: string | null
  readonly channel: string | null
  /** The campaign it is a sale of, by its code: its units are what is kept for that, then what is free. */
  readonly campaign?: string
  /** Who buys, as a digest. */
  readonly buyer?: string
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
      checkText(args.campaign ?? null, 'campaign'),
    ),

  mentions: (args) => ({
    ...mentionsOf(args),
    references: args.reference === null ? [] : [args.reference],
    channels: args.channel === null ? [] : [args.channel],
    campaigns: args.campaign === undefined ? [] : [args.campaign],
    buyers: args.campaign === undefined || args.buyer === undefined ? [] : [{ campaign: args.campaign, buyer: args.buyer }],
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
    const sold = soldOf(book, args, { lines, channelId, scene })
    if ('kind' in sold) return sold
    const hold = newHold(args, { lines, channelId, scene })
    const inHand = sellLines(book, sold, { holdId: hold.id, buyer: args.buyer ?? null, expiresAtMs: hold.expiresAtMs }, scene)
    const shortages = shortagesOf(book, lines, { names: scene.names, inHand })
    if (shortages.length > 0) return refused('NOT_ENOUGH_STOCK', 'not enough free units; nothing was held', { shortages })

    const why = { holdId: hold.id, reason: 'hold', scene }
    takeKept(book, inHand, why)
    takeLines(book, lines, why, inHand)
    // All of it may have left the house before we heard of the order.
    book.saveHold(withLines(hold, lines, scene.nowMs))
    return { kind: 'held', holdId: hold.id, expiresAtMs: scene.nowMs + args.ttlMs }
  },
}

interface Asked {
  readonly lines: readonly HoldLine[]
  readonly channelId: string | null
  readonly scene: Scene
}

function soldOf(book: Book, { campaign, buyer }: HoldUnits, { lines, channelId, scene }: Asked): readonly SoldLine[] | Refused {
  if (campaign === undefined) return []
  return findSold(book, { campaign, buyer: buyer ?? null, channelId }, lines, scene)
}

function newHold(args: HoldUnits, more: Asked): Hold {
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
