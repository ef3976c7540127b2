import type { Hold, HoldLine } from './hold.ts'
import type { ShippedFigures } from './shipments.ts'

/** Units of an order line that were ordered and had not left at an instant, by what is known now. */
export function orderedAt(hold: Hold, { line, figures }: { line: HoldLine; figures: ShippedFigures }, atMs: number): number {
  if (hold.state === 'held' && hold.expiresAtMs !== null && hold.expiresAtMs <= atMs) return 0
  const then = [...figures.values()].filter((figure) => figure.line === line.line && figure.happenedAtMs <= atMs)
  return Math.max(0, line.units - line.released - Math.max(0, ...then.map(({ units }) => units)))
}
