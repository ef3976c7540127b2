import { expect, it } from 'vitest'
import type { ChannelOrder } from '../../../src/channels/order.ts'
import { toToldOrder, unknownListing } from '../../../src/orders/to-told-order.ts'

const at = new Date('2026-11-10T00:00:00Z')

function orderTo(province: string, city: string, district: string): ChannelOrder {
  return {
    orderId: '1',
    parentId: null,
    leaf: true,
    state: 'paid',
    createdAt: at,
    paidAt: at,
    shippedAt: null,
    modifiedAt: at,
    cancelledAt: null,
    shipBy: null,
    shippingHold: null,
    presale: { kind: 'deposit', step: 'deposit paid', promisedAt: at },
    region: { province, city, district },
    mergeKey: 'an opaque key of a receiver',
    lines: [
      {
        lineId: '1',
        listing: { itemId: '7', skuId: null, warehouseId: null },
        merchantCode: null,
        units: 1,
        state: 'paid',
        takesAt: null,
        cancelRestores: null,
        shippedUnits: 0,
        shippedAt: null,
        refund: 'none',
        gift: true,
        oversold: false,
        campaigns: ['b', 'a', 'b'],
        components: [],
      },
    ],
  }
}

const told = (...region: readonly [string, string, string]) => toToldOrder(orderTo(...region), () => unknownListing)

it('keeps what rules ask of an order, and nothing that names a receiver', () => {
  const order = told('330000', '杭州市', '余杭区')
  expect(order.region).toEqual({ province: '330000', city: '杭州市', district: '余杭区' })
  expect(order.presale).toEqual({ kind: 'deposit', step: 'deposit paid', promisedAtMs: at.getTime() })
  expect(order.lines[0]).toMatchObject({ gift: true, campaigns: ['a', 'b'] })
  expect(JSON.stringify(order)).not.toContain('receiver')
})

it('what may be part of an address is no region', () => {
  expect(told('浙江省', '文一西路969号', '13812345678 13812345678').region).toEqual({
    province: '浙江省',
    city: null,
    district: null,
  })
})
