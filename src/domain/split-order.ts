import type { KnownOrder } from './channel-order.ts'

/**
 * Whether the orders that name this one as their parent hold all that it held and that was not called off, listing by listing. Before
 * the last of them is known its own hold stays: units that are held twice are sold by nobody, units that nobody holds are.
 */
export function isCovered(parent: Pick<KnownOrder, 'lines'>, children: readonly Pick<KnownOrder, 'lines'>[]): boolean {
  if (children.length === 0) return false
  const left = new Map<string, number>()
  for (const { listing, units, present, state } of parent.lines)
    if (present && state !== 'cancelled') left.set(listing, (left.get(listing) ?? 0) + units)
  for (const { lines } of children)
    for (const { listing, units, present } of lines) if (present) left.set(listing, (left.get(listing) ?? 0) - units)
  return [...left.values()].every((units) => units <= 0)
}
