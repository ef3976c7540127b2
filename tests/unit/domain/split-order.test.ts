import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { KnownLine, ToldLine } from '../../../src/domain/channel-order.ts'
import { isCovered } from '../../../src/domain/split-order.ts'
import { toldOrder } from '../../support/order-shop.ts'

type Wished = Pick<ToldLine, 'listing' | 'units'> & Partial<KnownLine>

function order(...lines: readonly Wished[]): { readonly lines: readonly KnownLine[] } {
  const told = toldOrder({ orderId: 'O', lines })
  const unbooked = { present: true, listingId: null, recipeVersionId: null, charged: 0 }
  return { lines: told.lines.map((line, n) => ({ ...line, ...unbooked, line: n + 1, ...lines[n] })) }
}

describe('an order that was split', () => {
  it('is held by its children once all of it is known of them, however it was cut', () => {
    const parts = fc.array(fc.record({ listing: fc.constantFrom('A', 'B'), units: fc.integer({ min: 1, max: 9 }) }), {
      minLength: 1,
    })
    fc.assert(
      fc.property(parts, (lines) => {
        const children = lines.map((line) => order(line))
        expect(isCovered(order(...lines), children)).toBe(true)
        expect(isCovered(order(...lines), children.slice(1))).toBe(false)
      }),
    )
  })

  it('needs no child for what was called off before, and a child that was called off counts', () => {
    const parent = order({ listing: 'A', units: 2, state: 'cancelled' }, { listing: 'B', units: 3 })
    expect(isCovered(parent, [order({ listing: 'B', units: 3, state: 'cancelled' })])).toBe(true)
  })
})
