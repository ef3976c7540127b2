import type { Scenario } from './scenario.ts'

/**
 * What one counter that knows everything at once would sell of the same demand: each order in its turn, all of it or nothing;
 * what is called off is for sale again at once, and what is received too.
 */
export function oracleUnits({ stock, receipts, demand }: Pick<Scenario, 'stock' | 'receipts' | 'demand'>): number {
  interface Event {
    readonly tick: number
    /** At one tick goods arrive first, then orders are called off, then new ones come. */
    readonly turn: number
    readonly run: () => void
  }
  let left = stock
  let sold = 0
  const taken = new Set<number>()
  const events: Event[] = [
    ...receipts.map(({ tick, units }) => ({ tick, turn: 0, run: () => void (left += units) })),
    ...demand.map(({ tick, units }, n) => ({ tick, turn: 2, run: () => (left >= units ? take(n, units) : undefined) })),
    ...demand.flatMap(({ cancelTick, units }, n) =>
      cancelTick === null ? [] : [{ tick: cancelTick, turn: 1, run: () => (taken.has(n) ? giveBack(units) : undefined) }],
    ),
  ]
  function take(n: number, units: number): void {
    taken.add(n)
    left -= units
    sold += units
  }
  function giveBack(units: number): void {
    left += units
    sold -= units
  }
  for (const { run } of events.toSorted((a, b) => a.tick - b.tick || a.turn - b.turn)) run()
  return sold
}
