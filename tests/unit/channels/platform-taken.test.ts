import { describe, expect, it } from 'vitest'
import { advice, ChannelError, type ChannelFault } from '../../../src/channels/errors.ts'
import { listingKey } from '../../../src/channels/listing.ts'
import type { ChannelOrder, OrderLine } from '../../../src/channels/order.ts'
import { cancelRestores, platformTaken } from '../../../src/channels/platform-taken.ts'

const createdAt = new Date('2026-05-20T04:00:00Z')
const paidAt = new Date('2026-05-20T04:10:00Z')
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
const order: ChannelOrder = {
  orderId: '1',
  parentId: null,
  leaf: true,
  state: 'created',
  createdAt,
  paidAt: null,
  shippedAt: null,
  modifiedAt: createdAt,
  cancelledAt: null,
  shipBy: null,
  shippingHold: null,
  presale: null,
  region: { province: null, city: null, district: null },
  mergeKey: null,
  lines: [line],
}

describe('R7: whether the platform has taken a line’s units', () => {
  it.each([
    ['order', null, { taken: true, since: createdAt }],
    ['order', paidAt, { taken: true, since: createdAt }],
    ['payment', null, { taken: false }],
    ['payment', paidAt, { taken: true, since: paidAt }],
    ['unknown', null, { taken: true, since: createdAt }],
  ] as const)('a listing that takes at %s, paid at %s', (takesAt, paid, taken) => {
    expect(platformTaken({ ...order, paidAt: paid }, line, { takesAt })).toEqual(taken)
  })

  it('what the payload says wins over the listing’s setting', () => {
    expect(platformTaken(order, { ...line, takesAt: 'payment' }, { takesAt: 'order' })).toEqual({ taken: false })
    expect(cancelRestores({ ...line, cancelRestores: false }, { cancelRestores: true })).toBe(false)
    expect(cancelRestores(line, { cancelRestores: 'unknown' })).toBe('unknown')
  })

  it('a parent that was split has taken nothing: its children have', () => {
    expect(platformTaken({ ...order, leaf: false }, line, { takesAt: 'order' })).toEqual({ taken: false })
  })
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
