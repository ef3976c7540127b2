import nock from 'nock'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { ChannelFault } from '../../../../src/channels/errors.ts'
import { connectTaobao } from '../../../../connectors/taobao/index.ts'
import { JumpingClock } from '../../../support/jumping-clock.ts'
import { fixtureJson } from '../../../support/fixture.ts'

const clock = new JumpingClock(new Date('2026-05-20T04:00:00Z'))
const connector = connectTaobao({
  clock,
  app: { key: '12345678', secret: 'app-secret-planted' },
  accessToken: () => 'session-planted',
})
const signal = new AbortController().signal
const listing = { itemId: '1', skuId: '2', warehouseId: null }

beforeAll(() => nock.disableNetConnect())
afterEach(() => nock.cleanAll())
afterAll(() => nock.enableNetConnect())

function answers(body: object): nock.Scope {
  return nock('https://eco.taobao.com').persist().post('/router/rest').reply(200, body)
}

function error(code: number, subCode?: string, subMsg = 'text'): object {
  return { error_response: { code, msg: 'msg', ...(subCode ? { sub_code: subCode, sub_msg: subMsg } : {}), request_id: 'r' } }
}

async function readFault(): Promise<unknown> {
  return connector
    .rereadOrder('1', signal)
    .catch((thrown: unknown) => (thrown instanceof Error && 'fault' in thrown ? thrown.fault : thrown))
}

async function writeAnswer(): Promise<unknown> {
  const changes = [{ listing, call: 'delta', move: { kind: 'raise', units: 1 }, key: 'ab' }] as const
  const [answer] = await connector.changeStock({ signedAt: clock.now(), changes }, signal)
  return answer
}

type Certainty = 'refused by gateway' | 'refused by business' | 'unknown'

const documented: readonly (readonly [number, string | undefined, ChannelFault, Certainty])[] = [
  [3, undefined, 'unavailable', 'unknown'],
  ...[4, 5, 6, 7, 8].map((code) => [code, undefined, 'throttled', 'refused by gateway'] as const),
  [7, 'accesscontrol.limited-by-api-access-count', 'throttled', 'refused by gateway'],
  [7, 'accesscontrol.limited-by-app-api-access-count', 'throttled', 'refused by gateway'],
  [7, 'accesscontrol.limited-by-dynamic-access-count', 'throttled', 'refused by gateway'],
  [7, 'accesscontrol.limited-by-app-access-count', 'quota used up', 'refused by gateway'],
  [9, undefined, 'rejected', 'refused by gateway'],
  [10, undefined, 'unavailable', 'unknown'],
  [11, 'isv.permission-api-package-empty', 'permission missing', 'refused by gateway'],
  [11, 'isv.permission-api-package-not-allowed', 'permission missing', 'refused by gateway'],
  [11, 'isv.permission-api-package-limit', 'permission missing', 'refused by gateway'],
  [11, 'isv.permission-ip-whitelist-limit', 'address not allowed', 'refused by gateway'],
  [12, undefined, 'permission missing', 'refused by gateway'],
  [13, undefined, 'permission missing', 'refused by gateway'],
  ...[21, 22, 23, 32, 33, 34, 42, 47].map((code) => [code, undefined, 'rejected', 'refused by gateway'] as const),
  ...[24, 25, 28, 29].map((code) => [code, undefined, 'wrong signature', 'refused by gateway'] as const),
  [26, undefined, 'token expired', 'refused by gateway'],
  [27, 'invalid-sessionkey', 'token expired', 'refused by gateway'],
  [27, 'session-expired', 'token expired', 'refused by gateway'],
  [27, 'session-not-exist', 'token expired', 'refused by gateway'],
  [27, 'sessionkey-not-generated-by-server', 'token expired', 'refused by gateway'],
  [30, undefined, 'wrong clock', 'refused by gateway'],
  [31, undefined, 'wrong clock', 'refused by gateway'],
  [40, undefined, 'rejected', 'refused by business'],
  [41, undefined, 'rejected', 'refused by business'],
  [43, undefined, 'rejected', 'refused by business'],
  [53, undefined, 'token expired', 'refused by gateway'],
  [15, 'isv.invalid-parameter', 'rejected', 'refused by business'],
  [50, 'isv.invalid-parameter', 'rejected', 'refused by business'],
  [15, 'isv.invalid-permission', 'foreign shop', 'refused by business'],
  [15, 'isv.oaid-field-miss', 'rejected', 'refused by business'],
  ...[
    'top-remote-connection-timeout',
    'top-remote-connection-timeout-tmall',
    'top-remote-connection-error',
    'top-remote-service-unavailable',
    'top-remote-unknown-error',
    'remote-service-error',
    'remote-service-timeout',
    'remote-connection-error',
    'item-update-service-error:GENERIC_FAILURE',
    'null-pointer-exception',
    'call-limited',
    'unknown-error',
  ].map((name) => [15, `isp.${name}`, 'unavailable', 'unknown'] as const),
  [530, 'isp.system-busy', 'unavailable', 'unknown'],
  [670, 'isv.fenxiao-error', 'rejected', 'refused by business'],
  [15, undefined, 'unknown outcome', 'unknown'],
  [9999, undefined, 'unknown outcome', 'unknown'],
]

const recorded = z.array(z.object({ body: z.looseObject({}) })).parse(fixtureJson('taobao/errors.json'))

describe('the platform’s codes', () => {
  it.each(documented)('%i %s: a read says %s, a write is %s', async (code, subCode, fault, certainty) => {
    answers(error(code, subCode))
    expect(await readFault()).toBe(fault)
    expect(await writeAnswer()).toMatchObject({ kind: certainty })
  })

  it.each([
    ['isv.item-is-delete:invalid-numIid-or-iid', 'text', 'listing gone'],
    ['isv.item-is-delete:invalid-numIid-or-iid-tmall', 'text', 'listing gone'],
    ['isv.item-not-exist:1', 'text', 'listing gone'],
    ['isv.invalid-parameter:sku-properties', '没有找到宝贝对应的SKU', 'listing gone'],
    ['isv.error', 'SKU不存在', 'listing gone'],
    ['isv.error', '活动商品，当前时间段只能增加库存，不允许做减少', 'lowering blocked'],
    ['isv.error', '聚划算禁止编辑库存', 'locked by the platform'],
    ['isv.error', '商品被系统锁定', 'locked by the platform'],
    ['isv.error', '双12期间限流', 'locked by the platform'],
    ['isv.error', '宝贝含有销售属性', 'wrong kind of listing'],
    ['isv.error', '分销平台代销商品禁止改库存', 'wrong kind of listing'],
    ['isv.error', '预售商品不能全量更新库存', 'wrong kind of listing'],
    ['isv.error', '库存数量不能小于0', 'below zero'],
    ['isv.error', '别的原因', 'other'],
  ])('a stock change refused with %s %s: %s', async (subCode, subMsg, reason) => {
    answers(error(15, subCode, subMsg))
    expect(await writeAnswer()).toMatchObject({ kind: 'refused by business', reason })
  })

  it.each([
    ['B01', { kind: 'refused by business', reason: 'order not found' }],
    ['B02', { kind: 'already shipped' }],
    ['B04', { kind: 'already shipped' }],
    ['B56', { kind: 'refused by business', reason: 'carrier or waybill' }],
    ['B60', { kind: 'refused by business', reason: 'carrier or waybill' }],
    ['B57', { kind: 'refused by business', reason: 'carrier or waybill' }],
    ['B58', { kind: 'refused by business', reason: 'carrier or waybill' }],
    ['B59', { kind: 'refused by business', reason: 'carrier or waybill' }],
    ['B101', { kind: 'refused by business', reason: 'carrier or waybill' }],
    ['CD22', { kind: 'refused by business', reason: 'parts do not fit' }],
    ['CD31', { kind: 'refused by business', reason: 'parts do not fit' }],
    ['CD86', { kind: 'refused by business', reason: 'way of shipping' }],
    ['B98', { kind: 'refused by business', reason: 'carrier or waybill' }],
    ['B150', { kind: 'refused by business', reason: 'busy' }],
    ['S01', { kind: 'refused by business', reason: 'busy' }],
    ['P38', { kind: 'refused by business', reason: 'parts do not fit' }],
    ['CD25', { kind: 'refused by business', reason: 'parts do not fit' }],
    ['CD01#发货方式不匹配', { kind: 'refused by business', reason: 'way of shipping' }],
  ])('a shipment answered %s', async (code, answer) => {
    answers(error(15, `isv.logistics-offline-service-error:${code}`))
    const shipment = { orderId: '1', parcels: [{ carrier: 'SF', waybill: 'SF1', lines: null }], signedAt: clock.now() }
    expect(await connector.ship(shipment, signal)).toMatchObject(answer)
  })

  it('a ban names its length, one second added', async () => {
    answers(error(7, 'accesscontrol.limited-by-app-access-count', 'This ban will last for 31062 more seconds'))
    expect(await writeAnswer()).toMatchObject({ kind: 'refused by gateway', fault: 'quota used up', retryAfterMs: 31_063_000 })
  })

  it.each(recorded.map(({ body }) => body))('the recorded error %j is one of ours', async (body) => {
    answers(body)
    expect(['throttled', 'quota used up', 'token expired', 'rejected', 'done already']).toContain(await readFault())
  })

  it('W1, O4: what the platform echoes of a secret or a token is not kept', async () => {
    answers(error(27, 'invalid-sessionkey', 'session-planted is no session of app-secret-planted, phone 13800138000'))
    const answer = JSON.stringify(await writeAnswer())
    expect(answer).toContain('***')
    expect(answer).not.toMatch(/planted|13800138000/)
  })

  it('R5: a write that got no certain answer went out once', async () => {
    let calls = 0
    nock('https://eco.taobao.com')
      .persist()
      .post('/router/rest')
      .reply(() => [(calls += 1) && 502, ''])
    expect(await writeAnswer()).toMatchObject({ kind: 'unknown' })
    expect(calls).toBe(1)
  })

  it('a read over a short ban is asked again, a few times', async () => {
    nock('https://eco.taobao.com')
      .post('/router/rest')
      .times(2)
      .reply(200, error(7, 'accesscontrol.limited-by-api-access-count', 'This ban will last for 1 more seconds'))
    nock('https://eco.taobao.com')
      .post('/router/rest')
      .reply(200, { user_seller_get_response: { user: { user_id: 5, type: 'B' } } })
    expect(await connector.readShopId(signal)).toBe('5')
  })
})
