import { describe, expect, it } from 'vitest'
import { toListings } from '../../../../connectors/pinduoduo/listings.ts'
import { toOrder } from '../../../../connectors/pinduoduo/map-order.ts'
import { unwrap } from '../../../../connectors/pinduoduo/unwrap.ts'
import { GoodsInformation, Succeeded } from '../../../../connectors/pinduoduo/wire-goods.ts'
import { OrderPageWire, OrderStatusWire } from '../../../../connectors/pinduoduo/wire-order.ts'
import { sample, unwrapped } from './fixture.ts'

const shippedPresale = {
  orderId: '180810-364770100011509',
  parentId: null,
  leaf: true,
  state: 'shipped',
  createdAt: new Date('2018-08-10T11:29:58Z'),
  paidAt: new Date('2018-08-10T11:29:58Z'),
  shippedAt: new Date('2018-08-10T11:43:33Z'),
  modifiedAt: new Date('2018-08-10T11:43:34Z'),
  cancelledAt: null,
  shipBy: new Date('2018-08-18T15:59:59Z'),
  shippingHold: null,
  presale: { kind: 'full payment', step: 'all paid', promisedAt: new Date('2018-08-18T15:59:59Z') },
  region: { province: '2', city: '52', district: '500' },
  mergeKey: null,
  lines: [
    {
      lineId: '2542137428/52494558847',
      listing: { itemId: '2542137428', skuId: '52494558847', warehouseId: null },
      merchantCode: null,
      units: 1,
      state: 'shipped',
      takesAt: null,
      cancelRestores: null,
      shippedUnits: 1,
      shippedAt: new Date('2018-08-10T11:43:33Z'),
      refund: 'none',
      gift: false,
      oversold: false,
      campaigns: [],
      components: [],
    },
  ],
}

describe('sample answers of the official pages', () => {
  it.each(['pdd.order.list.get', 'pdd.order.number.list.increment.get'])('%s is one shipped presale order', (name) => {
    const { orders, total } = OrderPageWire.parse(unwrapped(name))
    expect(orders.map(toOrder)).toEqual([shippedPresale])
    expect(total).toBe(name === 'pdd.order.list.get' ? 2 : 1)
  })

  it('nothing of the buyer is left of an order', () => {
    const kept = JSON.stringify(OrderPageWire.parse(unwrapped('pdd.order.list.get')))
    for (const buyers of ['展护卫', '1866716', 'masked', 'XP0000', '2018000000000000', '北京市'])
      expect(kept).not.toContain(buyers)
  })

  it('pdd.goods.information.get is four rows, told apart by SKU, numbers given as text', () => {
    const { goods_info: goods } = GoodsInformation.parse(unwrapped('pdd.goods.information.get'))
    expect(
      toListings(goods).map(({ ref, merchantCode, shownUnits, onSale }) => [ref.skuId, merchantCode, shownUnits, onSale]),
    ).toEqual([
      ['6113246631', null, 2, false],
      ['6259240999', '345234', 1200, false],
      ['6259290000', '345234423', 1000, false],
      ['6576701894', '0', 0, false],
    ])
  })

  it('pdd.order.status.get writes orderSn where all others write order_sn', () => {
    expect(OrderStatusWire.parse(unwrapped('pdd.order.status.get')).order_status_list).toEqual([
      { orderSn: '171219-496576280321088', order_status: 2, refund_status: 1 },
    ])
  })

  it.each(['pdd.logistics.online.send', 'shape.pdd.goods.quantity.update'])('%s is a success, written 1 or true', (name) => {
    expect(Boolean(Succeeded.parse(unwrapped(name)).is_success)).toBe(true)
  })

  it('an error answer is one, with its code', () => {
    expect(unwrap(sample('shape.error_response'))).toEqual({
      kind: 'error',
      error: { code: 10019, msg: 'access_token已过期', subCode: '', subMsg: 'access_token已过期' },
    })
  })

  it('an error under a success key is an error, and an answer without any key is taken as it is', () => {
    expect(unwrap('{"goods_sku_get_response":{"error_code":50001,"error_msg":"no"}}')).toMatchObject({ kind: 'error' })
    expect(unwrap('{"id":1,"order_sn":"x"}')).toEqual({ kind: 'data', data: { id: 1, order_sn: 'x' } })
    expect(unwrap('[]').kind).toBe('unreadable')
  })
})

describe('an order', () => {
  const base = {
    order_sn: '210707-1',
    order_status: 1,
    refund_status: 1,
    created_time: '2021-07-07 10:00:00',
    confirm_time: '2021-07-07 10:05:00',
    updated_at: '2021-07-07 10:05:00',
    item_list: [{ goods_id: 9007199254740993n.toString(), sku_id: 2, goods_count: '3' }],
  }
  const read = (changes: object) => {
    const [order] = OrderPageWire.parse({ order_list: [{ ...base, ...changes }] }).orders
    if (!order) throw new Error('no order')
    return toOrder(order)
  }

  it.each([
    [{}, 'paid'],
    [{ order_status: 2 }, 'shipped'],
    [{ order_status: 3 }, 'closed'],
    [{ refund_status: 4 }, 'cancelled'],
    [{ order_status: 2, refund_status: 4 }, 'closed'],
    [{ order_status: 3, refund_status: 4 }, 'closed'],
    [{ confirm_status: 2 }, 'cancelled'],
    [{ group_status: 2 }, 'cancelled'],
    [{ confirm_status: 0, confirm_time: '' }, 'created'],
  ] as const)('with %j is %s', (changes, state) => {
    expect(read(changes).state).toBe(state)
  })

  it.each([
    [{ risk_control_status: 1 }, 'under review by the platform'],
    [{ refund_status: 2 }, 'a refund is under way'],
    [{ group_status: 0 }, 'paid, but the group is not full'],
    [{ order_tag_list: [{ name: 'ship_hold', value: 1 }] }, 'held by the platform'],
    [{ order_tag_list: [{ name: 'free_sf', value: 1 }] }, null],
  ])('with %j is held back from shipping: %s', (changes, hold) => {
    expect(read(changes).shippingHold).toBe(hold)
  })

  it('keeps the digits of large ids, and gifts beside what was bought', () => {
    const { lines } = read({
      gift_list: [
        { goods_id: 5, sku_id: 6, goods_count: 1 },
        { goods_id: 5, sku_id: 6, goods_count: 2 },
      ],
    })
    expect(lines.map(({ lineId, units, gift }) => [lineId, units, gift])).toEqual([
      ['9007199254740993/2', 3, false],
      ['gift/5/6', 1, true],
      ['gift/5/6#2', 2, true],
    ])
  })

  it.each([
    [0, 'nothing paid'],
    [1, 'deposit paid'],
    [2, 'all paid'],
  ])('of a deposit presale at step %i says %s', (step, name) => {
    const order = read({ trade_type: 1, step_order_info: { step_trade_status: step } })
    expect(order.presale).toEqual({ kind: 'deposit', step: name, promisedAt: null })
  })

  it('with a status nobody documented is malformed, not guessed', () => {
    expect(() => read({ order_status: 9 })).toThrow(/status nobody documented/)
  })
})
