import type { LocationId } from './ids.ts'

/** The line of a figure that was told without one, while no line of its order is known to have this SKU. */
export const NO_LINE = 0

/** What someone says had left of one SKU of an order line by an instant: a cumulative figure, never a step. */
export interface ShippedFigure {
  readonly line: number
  readonly units: number
  readonly locationId: LocationId
  readonly happenedAtMs: number
}

/** All that was told of one SKU of one order, by who told it. */
export type ShippedFigures = ReadonlyMap<string, ShippedFigure>

/** Goods that left: the part of a figure that no earlier one had told. */
export interface Departure extends ShippedFigure {
  readonly toldBy: string
}

/** R7: what an order line has consumed is the largest figure anyone told of it, never their sum. */
export function consumedByLine(figures: ShippedFigures): ReadonlyMap<number, number> {
  const byLine = Map.groupBy(figures.values(), ({ line }) => line)
  return new Map([...byLine].map(([line, told]) => [line, Math.max(...told.map(({ units }) => units))]))
}

/**
 * When and where the consumed goods left: each figure adds what it says beyond all figures of earlier instants. So it
 * does not matter in which order the figures came in.
 */
export function departures(figures: ShippedFigures): readonly Departure[] {
  const inOrder = [...figures]
    .map(([toldBy, figure]) => ({ ...figure, toldBy }))
    .toSorted((a, b) => a.happenedAtMs - b.happenedAtMs || a.units - b.units || (a.toldBy < b.toldBy ? -1 : 1))
  const soFar = new Map<number, number>()
  return inOrder.flatMap((figure) => {
    const before = soFar.get(figure.line) ?? 0
    if (figure.units <= before) return []
    soFar.set(figure.line, figure.units)
    return [{ ...figure, units: figure.units - before }]
  })
}

/** Gives figures told without a line the one they must have meant. */
export function withLine(figures: ShippedFigures, line: number): ShippedFigures {
  return new Map([...figures].map(([toldBy, figure]) => [toldBy, figure.line === NO_LINE ? { ...figure, line } : figure]))
}

/** What each part of an order line has shipped, where several pools keep it: one after another, what is too much with the last. */
export function shippedByPart(
  parts: readonly { readonly units: number; readonly released: number }[],
  shipped: number,
): readonly number[] {
  let left = shipped
  return parts.map(({ units, released }, n) => {
    const some = n === parts.length - 1 ? left : Math.min(left, Math.max(0, units - released))
    left -= some
    return some
  })
}
