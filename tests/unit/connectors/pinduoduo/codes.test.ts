import nock from 'nock'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { connectPinduoduo } from '../../../../connectors/pinduoduo/index.ts'
import { Pace } from '../../../../connectors/shared/pace.ts'
import type { ChannelFault } from '../../../../src/channels/errors.ts'
import { JumpingClock } from '../../../support/jumping-clock.ts'

const gateway = 'http://pop.test'
const clock = new JumpingClock(new Date('2026-05-20T04:00:00Z'))
const secret = 'f00dfeedf00dfeedf00dfeedf00dfeed'
const token = 'cafe0123cafe0123cafe0123cafe0123'
const connector = connectPinduoduo({
  clock,
  app: { key: 'client', secret },
  accessToken: () => token,
  endpoints: { gateway: `${gateway}/api/router` },
  allowLoopback: true,
  pace: new Pace(clock, 1_000),
})
const { signal } = new AbortController()

/** Every documented code: what a read says of it, and what a write may conclude. */
const codes: readonly (readonly [number, ChannelFault, 'refused by gateway' | 'refused by business' | 'unknown'])[] = [
  [10000, 'rejected', 'refused by gateway'],
  [10001, 'rejected', 'refused by gateway'],
  [10016, 'wrong signature', 'refused by gateway'],
  [10017, 'rejected', 'refused by gateway'],
  [10018, 'rejected', 'refused by gateway'],
  [10019, 'token expired', 'refused by gateway'],
  [20004, 'wrong signature', 'refused by gateway'],
  [20005, 'address not allowed', 'refused by gateway'],
  [20031, 'permission missing', 'refused by gateway'],
  [20032, 'foreign shop', 'refused by gateway'],
  [20034, 'rejected', 'refused by gateway'],
  [20035, 'rejected', 'refused by gateway'],
  [21001, 'rejected', 'refused by business'],
  [21002, 'rejected', 'refused by business'],
  [30000, 'permission missing', 'refused by gateway'],
  [30001, 'permission missing', 'refused by gateway'],
  [50000, 'unavailable', 'unknown'],
  [50001, 'rejected', 'refused by business'],
  [50002, 'unavailable', 'unknown'],
  [52001, 'unavailable', 'unknown'],
  [52002, 'unavailable', 'unknown'],
  [52004, 'rejected', 'refused by gateway'],
  [52101, 'throttled', 'refused by gateway'],
  [52102, 'unavailable', 'unknown'],
  [52103, 'unavailable', 'unknown'],
  [70031, 'throttled', 'refused by gateway'],
  [70032, 'permission missing', 'refused by gateway'],
  [70033, 'unavailable', 'unknown'],
  [70034, 'rejected', 'refused by gateway'],
  [70035, 'rejected', 'refused by gateway'],
  [70036, 'quota used up', 'refused by gateway'],
  [99999, 'unknown outcome', 'unknown'],
]

function answers(code: number, words: Partial<Record<'error_msg' | 'sub_msg' | 'sub_code', string>> = {}): nock.Scope {
  const error = { error_msg: `refused ${token}`, sub_msg: `sign with ${secret}`, sub_code: null, request_id: '1', ...words }
  const body = { error_response: { error_code: code, ...error } }
  return nock(gateway).persist().post('/api/router').reply(200, body, { date: clock.now().toUTCString() })
}

function raise() {
  const listing = { itemId: '1', skuId: '2', warehouseId: null }
  const changes = [{ listing, call: 'delta', move: { kind: 'raise', units: 1 }, key: 'aa' }] as const
  return connector.changeStock({ signedAt: clock.now(), changes }, signal)
}

beforeAll(() => nock.disableNetConnect())
afterEach(() => nock.cleanAll())
afterAll(() => nock.restore())

describe('error codes', () => {
  it.each(codes)('%i: a read says %s, a write is %s', async (code, fault, write) => {
    answers(code)
    const thrown: unknown = await connector.rereadOrder('210707-1', signal).catch((error: unknown) => error)
    expect(thrown).toMatchObject({ name: 'ChannelError', fault, code: String(code) })
    expect(JSON.stringify(thrown) + String(thrown)).not.toMatch(new RegExp(`${secret}|${token}`))
    const [answer] = await raise()
    expect(answer?.kind).toBe(write)
    expect(JSON.stringify(answer)).not.toMatch(new RegExp(`${secret}|${token}`))
  })

  it('an order that is not this shop’s, or is not shown yet, is no error', async () => {
    answers(50001, { sub_code: '45001', sub_msg: '订单不属于当前店铺或订单不存在' })
    await expect(connector.rereadOrder('210707-1', signal)).resolves.toBeNull()
  })

  it('a bad timestamp is a clock error, by its words or by the server’s date', async () => {
    answers(10001, { error_msg: '公共参数错误:timestamp' })
    await expect(connector.rereadOrder('210707-1', signal)).rejects.toMatchObject({ fault: 'wrong clock' })
    nock.cleanAll()
    const later = new Date(clock.now().getTime() + 3_600_000)
    const body = { error_response: { error_code: 20004, error_msg: '签名sign校验失败' } }
    nock(gateway).persist().post('/api/router').reply(200, body, { date: later.toUTCString() })
    await expect(connector.rereadOrder('210707-1', signal)).rejects.toMatchObject({ fault: 'wrong clock' })
  })

  it.each([
    ['商品正在资源位活动中，不能减少库存', 'lowering blocked'],
    ['库存数量不能小于0', 'below zero'],
    ['业务服务错误', 'other'],
  ])('a refused change that says %s is refused because of: %s', async (words, reason) => {
    answers(50001, { sub_msg: words })
    expect(await raise()).toMatchObject([{ kind: 'refused by business', reason }])
  })

  it.each([
    [{ goods_quantity_update_response: { is_success: false } }, 'refused by business'],
    [{ goods_quantity_update_response: { is_success: 1 } }, 'acknowledged'],
    [{ goods_quantity_update_response: {} }, 'unknown'],
    [{ goods_quantity_update_response: { error_code: 50001, error_msg: 'no' } }, 'refused by business'],
    [{}, 'unknown'],
  ])('an outer success of %j is %s', async (body, kind) => {
    nock(gateway).post('/api/router').reply(200, body)
    expect((await raise())[0]?.kind).toBe(kind)
  })

  it('R8: a list that does not tell its total proves nothing', async () => {
    nock(gateway)
      .post('/api/router')
      .reply(200, { order_list_get_response: { order_list: [], has_next: false } })
    const window = { list: 'pdd.order.list.get', from: clock.now(), to: clock.now() }
    await expect(Array.fromAsync(connector.pullOrders(window, signal))).rejects.toMatchObject({ fault: 'malformed' })
  })

  it('sends every value as text, signed, in one JSON object', async () => {
    let sent: unknown
    nock(gateway)
      .post('/api/router', (body: unknown) => ((sent = body), true))
      .reply(200, { goods_quantity_update_response: { is_success: true } })
    await raise()
    expect(sent).toMatchObject({ type: 'pdd.goods.quantity.update', goods_id: '1', sku_id: '2', quantity: '1', update_type: '2' })
    expect(Object.values(Object(sent)).every((value) => typeof value === 'string')).toBe(true)
  })
})
