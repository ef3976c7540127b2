import { describe, expect, it } from 'vitest'
import { claimOf } from '../../../src/domain/line-claim.ts'
import type { OrderState } from '../../../src/domain/order-state.ts'

const order = { leaf: true, paidAtMs: 1_000, shippedAtMs: null }
const of = (state: OrderState, more: { readonly oversold?: boolean; readonly restores?: boolean } = {}) =>
  claimOf(
    order,
    { present: true, state, refund: 'none', restores: true, takesAt: 'payment', units: 3, oversold: false, ...more },
    0,
  )

describe('what a paid line claims', () => {
  it('R7: its units, and as many of its listing’s quota as the counter has given', () => {
    expect(of('paid')).toEqual({ charged: 3, windfall: 0, wanted: 3, firm: true })
  })

  it('R7: of the quota nothing where the platform says that the counter had not so many', () => {
    expect(of('paid', { oversold: true })).toEqual({ charged: 0, windfall: 0, wanted: 3, firm: true })
  })

  it('R6: called off, the counter may have got back units it never gave', () => {
    expect(of('cancelled', { oversold: true })).toEqual({ charged: 0, windfall: 3, wanted: 0, firm: true })
    expect(of('cancelled', { oversold: true, restores: false })).toEqual({ charged: 0, windfall: 0, wanted: 0, firm: true })
    expect(of('cancelled')).toEqual({ charged: 0, windfall: 0, wanted: 0, firm: true })
    expect(of('cancelled', { restores: false })).toEqual({ charged: 3, windfall: 0, wanted: 0, firm: true })
  })
})
