import { describe, expect, it } from 'vitest'
import { advice, ChannelError, type ChannelFault } from '../../../src/channels/errors.ts'
import { listingKey } from '../../../src/channels/listing.ts'
import type { OrderLine } from '../../../src/channels/order.ts'
import { cancelRestores } from '../../../src/channels/cancel-restores.ts'

const line: OrderLine = {
  lineId: '1',
  listing: { itemId: '1', skuId: null, warehouseId: null },
  merchantCode: null,
  units: 1,
  state: 'created',
  takesAt: null,
  cancelRestores: null,
  shippedUnits: 0,
  shippedAt: null,
  refund: 'none',
  gift: false,
  oversold: false,
  campaigns: [],
  components: [],
}
it('whether a cancelled unit is for sale again: what the payload says wins over the listing’s setting', () => {
  expect(cancelRestores({ ...line, cancelRestores: false }, { cancelRestores: true })).toBe(false)
  expect(cancelRestores(line, { cancelRestores: 'unknown' })).toBe('unknown')
})

describe('faults', () => {
  it('each tells an operator what to do, and only some are worth asking again', () => {
    const faults = Object.keys(advice).filter((fault): fault is ChannelFault => fault in advice)
    const repeatable = faults.filter((fault) => new ChannelError('jd', fault, 'x').repeatable)
    expect(repeatable.toSorted()).toEqual(['throttled', 'token expired', 'unavailable', 'wrong clock'])
    expect(new Set(Object.values(advice)).size).toBe(faults.length)
    expect(new ChannelError('jd', 'throttled', 'slow down', { code: '2', retryAfterMs: 5 })).toMatchObject({
      message: 'jd: slow down',
      code: '2',
      retryAfterMs: 5,
    })
  })

  it('a listing’s key tells an item from its SKU and its warehouse', () => {
    const keys = [
      [null, null],
      ['2', null],
      ['2', '3'],
      [null, '3'],
    ].map(([skuId = null, warehouseId = null]) => listingKey({ itemId: '1', skuId, warehouseId }))
    expect(new Set(keys).size).toBe(4)
  })
})
