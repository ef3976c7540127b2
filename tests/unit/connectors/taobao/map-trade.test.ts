import { describe, expect, it } from 'vitest'
import { toOrder } from '../../../../connectors/taobao/map-trade.ts'
import { TradeWire } from '../../../../connectors/taobao/wire-trade.ts'

const line = { oid: 2, num_iid: 3, sku_id: '4', num: 1, status: 'WAIT_SELLER_SEND_GOODS' }
const trade = {
  tid: 1,
  status: 'WAIT_SELLER_SEND_GOODS',
  created: '2026-05-20 12:00:00',
  modified: '2026-05-20 12:00:00',
  orders: { order: [line] },
}

function order(change: object, lineChange: object = {}) {
  return toOrder(TradeWire.parse({ ...trade, ...change, orders: { order: [{ ...line, ...lineChange }] } }))
}

describe('what a trade’s fields mean', () => {
  it.each([
    ['TRADE_NO_CREATE_PAY', 'created'],
    ['WAIT_BUYER_PAY', 'created'],
    ['PAY_PENDING', 'created'],
    ['WAIT_PRE_AUTH_CONFIRM', 'created'],
    ['PAID_FORBID_CONSIGN', 'paid'],
    ['WAIT_SELLER_SEND_GOODS', 'paid'],
    ['SELLER_CONSIGNED_PART', 'paid'],
    ['WAIT_BUYER_CONFIRM_GOODS', 'shipped'],
    ['TRADE_BUYER_SIGNED', 'shipped'],
    ['TRADE_FINISHED', 'closed'],
    ['TRADE_CLOSED_BY_TAOBAO', 'cancelled'],
  ])('%s is %s, for the trade and for its line', (status, state) => {
    expect(order({ status }, { status })).toMatchObject({ state, lines: [{ state }] })
  })

  it('R6: closed after payment is called off, or over after shipping, by its shipping time', () => {
    const status = 'TRADE_CLOSED'
    expect(order({ status }, { status }).lines[0]).toMatchObject({ state: 'cancelled', shippedUnits: 0 })
    const consign_time = '2026-05-21 12:00:00'
    expect(order({ status, consign_time }, { status, consign_time }).lines[0]).toMatchObject({ state: 'closed', shippedUnits: 1 })
  })

  it('a line may be closed while its trade is not', () => {
    expect(order({}, { status: 'TRADE_CLOSED', refund_status: 'SUCCESS' })).toMatchObject({
      state: 'paid',
      lines: [{ state: 'cancelled', refund: 'done' }],
    })
  })

  it('an undocumented status is an error, not a guess', () => {
    expect(() => order({ status: 'SOMETHING_NEW' })).toThrow(/nobody documented: SOMETHING_NEW/)
  })

  it.each([
    [{ top_hold: 1 }, 'held by the platform'],
    [{ forbid_consign: 1 }, 'the platform forbids shipping'],
    [{ team_buy_hold: 1 }, 'a group purchase under way'],
    [{ status: 'PAID_FORBID_CONSIGN' }, 'paid, but the group is not full'],
    [{}, null],
  ])('%j holds shipping back: %s', (change, hold) => {
    expect(order(change).shippingHold).toBe(hold)
  })

  it.each([
    ['FRONT_NOPAID_FINAL_NOPAID', 'nothing paid'],
    ['FRONT_PAID_FINAL_NOPAID', 'deposit paid'],
    ['FRONT_PAID_FINAL_PAID', 'all paid'],
    ['FRONT_PAID_FRONT_FORFEITED', 'forfeited'],
  ])('a deposit presale at %s: %s', (step_trade_status, step) => {
    const found = order({ type: 'step', step_trade_status, send_time: '2026-06-20 23:59:59' })
    expect(found.presale).toEqual({ kind: 'deposit', step, promisedAt: new Date('2026-06-20T15:59:59Z') })
  })

  it('a full-pay presale promises its date', () => {
    const found = order({ new_presell: true, est_con_time: '2026-06-01 00:00:00', pay_time: '2026-05-20 12:00:01' })
    expect(found).toMatchObject({ presale: { kind: 'full payment', step: 'all paid' }, shipBy: new Date('2026-05-31T16:00:00Z') })
  })

  it('gifts, oversold lines and the parts of combined goods are told', () => {
    const parts = { combine_item_info: [{ item_id: 9, sku_id: 8, quantity: 2, outer_sku_id: 'P' }] }
    expect(order({}, { is_free_gift: true, is_oversold: true, combine_item_info: parts }).lines[0]).toMatchObject({
      gift: true,
      oversold: true,
      components: [{ listing: { itemId: '9', skuId: '8', warehouseId: null }, merchantCode: 'P', units: 2 }],
    })
  })

  it('ids beyond 2^53 and the relays’ one-element lists come out whole', () => {
    const relayed = TradeWire.parse({
      ...trade,
      tid: '3028689418086124777',
      tid_str: '3028689418086124777',
      orders: { order: { ...line, oid: '9007199254740993' } },
    })
    expect(toOrder(relayed)).toMatchObject({ orderId: '3028689418086124777', lines: [{ lineId: '9007199254740993' }] })
  })
})
