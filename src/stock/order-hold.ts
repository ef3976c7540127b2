import { outstandingUnits, withLines, type Hold, type HoldLine } from '../domain/hold.ts'
import type { Book } from './engine/book.ts'
import type { Scene } from './engine/operation.ts'

/** An order's hold, if there is one. */
export function holdOfOrder(book: Book, reference: string): Hold | undefined {
  const id = book.references.get(reference)
  return id === undefined ? undefined : book.holds.get(id)
}

/** The hold with these lines; a line that is added or grows opens it again. */
export function holdWith(hold: Hold, lines: readonly HoldLine[], nowMs: number): Hold {
  const isOpen = lines.some((line) => outstandingUnits(line) > 0)
  if (isOpen) return { ...hold, lines, state: 'committed', expiresAtMs: null, closedAtMs: null }
  return withLines(hold, lines, nowMs)
}

/** The hold of a sale that was made elsewhere: it needs no payment of ours to stand, and never expires. */
export function newOrderHold(
  { reference, channelId }: { readonly reference: string; readonly channelId: string | null },
  scene: Scene,
): Hold {
  const { nowMs, actor } = scene
  return {
    id: scene.newHoldId(),
    state: 'committed',
    reference,
    channelId,
    actor,
    expiresAtMs: null,
    createdAtMs: nowMs,
    committedAtMs: nowMs,
    closedAtMs: null,
    lines: [],
  }
}
