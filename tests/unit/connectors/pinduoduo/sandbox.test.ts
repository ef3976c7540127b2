import { describe, expect, it } from 'vitest'
import { openPair, rawCall } from './pair.ts'

const hour = 3_600
const at = 1_779_249_600
const increments = {
  type: 'pdd.order.number.list.increment.get',
  start_updated_at: at - 1_800,
  end_updated_at: at,
  order_status: 5,
  refund_status: 5,
  is_lucky_flag: 0,
}
const confirmed = {
  type: 'pdd.order.list.get',
  start_confirm_at: at - hour,
  end_confirm_at: at,
  order_status: 5,
  refund_status: 5,
}

it('orders asked for by their numbers have a pace of their own, and keep no other call waiting', async () => {
  const { clock, connector, place, signal } = await openPair({}, 0, 1)
  const { id } = place()
  const beganMs = clock.now().getTime()
  for (let n = 0; n < 100; n += 1) expect(await connector.rereadOrder(id, signal)).not.toBeNull()
  expect(clock.now().getTime() - beganMs).toBeLessThan(1_000)
})

describe('the sandbox refuses what the platform refuses', () => {
  it.each([
    ['a window over 30 minutes', { ...increments, start_updated_at: at - 1_801 }, 21001],
    ['a window that ends before it starts', { ...increments, end_updated_at: at - 1_801 }, 21001],
    ['a window over a day', { ...confirmed, start_confirm_at: at - 24 * hour - 1 }, 21001],
    ['a list without a status', { ...increments, order_status: '' }, 21002],
    ['a list without the lottery flag', { ...increments, is_lucky_flag: '' }, 21002],
    ['a status there is not', { ...increments, order_status: 4 }, 21001],
    ['more than 100 orders a page', { ...increments, page_size: 101 }, 21001],
    ['page 0', { ...increments, page: 0 }, 21001],
    ['more than 100 goods a page', { type: 'pdd.goods.list.get', page_size: 101 }, 21001],
    ['a stock change without a SKU', { type: 'pdd.goods.quantity.update', goods_id: 1, quantity: 1 }, 21002],
    ['goods there are not', { type: 'pdd.goods.quantity.update', goods_id: 1, sku_id: 1, quantity: 1 }, 50001],
    [
      'refunds of more than 30 minutes',
      { type: 'pdd.refund.list.increment.get', start_updated_at: at - 1_801, end_updated_at: at },
      21001,
    ],
    ['a method there is not', { type: 'pdd.nothing' }, 10017],
    ['a method that was retired', { type: 'pdd.goods.information.get' }, 20034],
    ['no method', { type: '' }, 10001],
    ['another application', { ...confirmed, client_id: 'other' }, 10016],
    ['no token', { ...confirmed, access_token: '' }, 10001],
    ['a token of nobody', { ...confirmed, access_token: 'x' }, 10019],
    ['a request 11 minutes old', { ...confirmed, timestamp: at - 660 }, 10001],
    ['a time in words', { ...confirmed, timestamp: '2026-05-20 12:00:00' }, 10001],
    ['a format there is not', { ...confirmed, data_type: 'YAML' }, 10001],
  ] as const)('%s', async (_name, parameters, code) => {
    const answer = await rawCall(await openPair(), parameters)
    expect(answer['error_response']?.['error_code']).toBe(code)
  })

  it('a call that is not signed, or signed otherwise than it was sent', async () => {
    const pair = await openPair()
    const unsigned = await rawCall(pair, confirmed, { unsigned: true })
    expect(unsigned['error_response']?.['error_code']).toBe(10001)
    const forged = await rawCall(pair, { ...confirmed, sign: 'A'.repeat(32) }, { unsigned: true })
    expect(forged['error_response']).toMatchObject({ error_code: 20004, sub_code: null })
  })

  it('more calls than one shop may make, until the window is over', async () => {
    const pair = await openPair()
    const refunds = {
      type: 'pdd.refund.list.increment.get',
      start_updated_at: at - 60,
      end_updated_at: at,
      after_sales_status: 1,
      after_sales_type: 1,
    }
    for (let call = 0; call < 100; call += 1) expect(await rawCall(pair, refunds)).toHaveProperty('refund_increment_get_response')
    expect((await rawCall(pair, refunds))['error_response']?.['error_code']).toBe(70031)
    pair.sandbox.switches.set('publishedLimits', 'ignored')
    expect(await rawCall(pair, refunds)).toHaveProperty('refund_increment_get_response')
    pair.sandbox.switches.set('publishedLimits', 'enforced')
    pair.clock.advance(10_000)
    expect(await rawCall(pair, refunds)).toHaveProperty('refund_increment_get_response')
  })
})

describe('the sandbox is as late as the platform', () => {
  it.each([
    ['fresh', true],
    ['late', false],
  ])('its lists show an order three minutes after confirmation, single reads being %s', async (singleReads, known) => {
    const { connector, sandbox, clock, signal, place } = await openPair({ singleReads }, 180_000)
    const { id } = place()
    const orderIds = async () => {
      const tail = await connector.pullTail({ list: 'pdd.order.number.list.increment.get', from: new Date(at * 1_000) }, signal)
      return tail.orders.map(({ orderId }) => orderId)
    }
    expect(sandbox.world.feedLagMs).toBe(180_000)
    expect(await orderIds()).toEqual([])
    expect((await connector.rereadOrder(id, signal)) !== null).toBe(known)
    clock.advance(180_000)
    expect(await orderIds()).toEqual([id])
    expect(await connector.rereadOrder(id, signal)).not.toBeNull()
  })
})

describe('the sandbox answers as strangers’ clients expect', () => {
  it.each([
    ['a form', { form: true }],
    ['JSON with numbers and flags', {}],
    ['a trailing slash', { path: '/api/router/' }],
  ])('to %s', async (_name, how) => {
    const pair = await openPair()
    const answer = await rawCall(pair, { ...confirmed, use_has_next: true }, how)
    expect(answer['order_list_get_response']).toMatchObject({ has_next: false, order_list: [] })
  })

  it('with the irregular keys, and one method without any', async () => {
    const pair = await openPair()
    const order = pair.place()
    const refund = pair.sandbox.market.askRefund('4001', { orderId: order.id, lineId: order.lines[0]?.id ?? '' })
    expect(await rawCall(pair, { type: 'pdd.order.information.get', order_sn: order.id })).toHaveProperty(
      'order_info_get_response.order_info',
    )
    expect(await rawCall(pair, increments)).toHaveProperty('order_sn_increment_get_response.order_sn_list')
    const detail = await rawCall(pair, { type: 'pdd.refund.information.get', order_sn: order.id, after_sales_id: refund.id })
    expect(detail).toMatchObject({ order_sn: order.id, after_sales_type: 1, shipping_status: 0 })
    const states = await rawCall(pair, { type: 'pdd.order.status.get', order_sns: order.id })
    expect(states['order_status_get_response']?.['order_status_list']).toMatchObject([{ orderSn: order.id }])
  })

  it('nothing a buyer wrote or is reached by comes through the connector', async () => {
    const { connector, sandbox, signal, row } = await openPair()
    const placed = sandbox.market.place('4001', { lines: [{ listingId: row.id, units: 1 }], buyer: 'planted-buyer' })
    const order = await connector.rereadOrder(placed.placed ? placed.order.id : '', signal)
    expect(order?.region).toEqual({ province: '31', city: '383', district: '3230' })
    expect(order?.mergeKey).toMatch(/^oa/)
    expect(JSON.stringify(order)).not.toMatch(/planted-buyer|文三路|浙江|~AgAAAA|张/)
  })

  it('a seller’s consent is traded at the OAuth address as well', async () => {
    const pair = await openPair()
    const { sandbox } = pair
    const grant = {
      client_secret: sandbox.app.appSecret,
      grant_type: 'refresh_token',
      refresh_token: sandbox.tokens('4001').refreshToken,
    }
    expect(await rawCall(pair, grant, { path: '/oauth/token', unsigned: true })).toMatchObject({ owner_id: '4001' })
    const wrong = await rawCall(pair, { ...grant, client_secret: 'x' }, { path: '/oauth/token', unsigned: true })
    expect(wrong['error_response']?.['error_code']).toBe(20004)
  })
})
