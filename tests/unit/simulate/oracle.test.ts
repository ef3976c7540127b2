import { describe, expect, it } from 'vitest'
import { oracleUnits } from '../../../simulate/oracle.ts'

const order = (tick: number, units: number, cancelTick: number | null = null) => ({ tick, shop: 0, units, cancelTick })

describe('the counter that knows everything', () => {
  it('sells each order whole or not at all, in its turn', () => {
    expect(oracleUnits({ stock: 4, receipts: [], demand: [order(1, 3), order(2, 2), order(3, 1)] })).toBe(4)
  })

  it('sells again what was called off before', () => {
    expect(oracleUnits({ stock: 2, receipts: [], demand: [order(1, 2, 5), order(4, 1), order(5, 2)] })).toBe(2)
  })

  it('sells what is received from the tick of its arrival on', () => {
    expect(oracleUnits({ stock: 0, receipts: [{ tick: 5, units: 2 }], demand: [order(4, 1), order(5, 1), order(6, 2)] })).toBe(1)
  })

  it('does not count what was never sold as called off', () => {
    expect(oracleUnits({ stock: 1, receipts: [], demand: [order(1, 1), order(2, 1, 3), order(4, 1)] })).toBe(1)
  })
})
