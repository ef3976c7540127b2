import nock from 'nock'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ChannelFault } from '../../../../src/channels/errors.ts'
import { connectJd } from '../../../../connectors/jd/index.ts'
import { fixtureJson } from '../../../support/fixture.ts'
import { JumpingClock } from '../../../support/jumping-clock.ts'

const clock = new JumpingClock(new Date('2026-05-20T04:00:00Z'))
const secrets = ['app-secret-planted', 'access-token-planted', 'refresh-token-planted']
const connector = connectJd({
  clock,
  app: { key: 'APPKEY', secret: secrets[0] ?? '' },
  accessToken: () => secrets[1] ?? '',
})
const signal = new AbortController().signal
const listing = { itemId: '1', skuId: '2', warehouseId: null }

beforeAll(() => nock.disableNetConnect())
afterEach(() => nock.cleanAll())
afterAll(() => nock.enableNetConnect())

function answers(body: object): nock.Scope {
  return nock('https://api.jd.com').persist().post('/routerjson').reply(200, body)
}

function error(code: number, words = 'text'): object {
  return { error_response: { code: String(code), zh_desc: words, en_desc: 'words' } }
}

async function thrown(run: () => Promise<unknown>): Promise<unknown> {
  return run().catch((reason: unknown) => (reason instanceof Error && 'fault' in reason ? reason.fault : reason))
}

async function writeAnswer(): Promise<unknown> {
  const changes = [{ listing, call: 'delta', move: { kind: 'raise', units: 1 }, key: 'ab' }] as const
  const [answer] = await connector.changeStock({ signedAt: clock.now(), changes }, signal)
  return answer
}

type Certainty = 'refused by gateway' | 'refused by business' | 'unknown'
const by = (codes: readonly number[], fault: ChannelFault, certainty: Certainty) =>
  codes.map((code) => [code, fault, certainty] as const)

const documented = [
  ...by([1, 43, 65, 66, 67, 69], 'unavailable', 'unknown'),
  ...by([2], 'throttled', 'refused by gateway'),
  ...by([3, 23, 24, 25], 'permission missing', 'refused by gateway'),
  ...by([4, 5, 6, 9, 10, 13, 14, 15, 16, 17], 'rejected', 'refused by gateway'),
  ...by([7, 8], 'wrong clock', 'refused by gateway'),
  ...by([11, 12, 20, 21], 'wrong signature', 'refused by gateway'),
  ...by([18, 19], 'token expired', 'refused by gateway'),
  ...by([22], 'foreign shop', 'refused by gateway'),
  ...by([50], 'rejected', 'unknown'),
  ...by([60, 61, 62, 63, 68, 70], 'rejected', 'refused by business'),
  ...by([64, 72], 'permission missing', 'refused by business'),
  ...by([71], 'foreign shop', 'refused by business'),
  ...by([73], 'address not allowed', 'refused by gateway'),
  ...by([9999], 'unknown outcome', 'unknown'),
]

describe('the platform’s codes', () => {
  it.each(documented)('%i: a read says %s, a write is %s', async (code, fault, certainty) => {
    answers(error(code))
    expect(await thrown(() => connector.rereadOrder('1', signal))).toBe(fault)
    expect(await writeAnswer()).toMatchObject({ kind: certainty, code: String(code) })
  })

  it('the recorded error is one of ours, its code number or text', async () => {
    answers(Object(fixtureJson('jd/error_response.json')))
    expect(await writeAnswer()).toMatchObject({
      kind: 'refused by gateway',
      code: '15',
      message: '不存在的方法名 Invalid Method',
    })
    nock.cleanAll()
    answers({ error_response: { en_desc: 'Invalid Timestamp', code: 8 } })
    expect(await writeAnswer()).toMatchObject({ kind: 'refused by gateway', fault: 'wrong clock', code: '8' })
  })

  it('a code inside the method’s own envelope counts as much', async () => {
    answers({ jingdong_stock_write_increaseSkuStock_responce: { code: '65', zh_desc: '超时', success: true } })
    expect(await writeAnswer()).toMatchObject({ kind: 'unknown', code: '65' })
  })

  it('R5: an unanswered or unreadable write is asked once, and is unknown', async () => {
    for (const body of ['<html>', '[]', '{}', '{"jingdong_pop_order_enGet_responce":{"code":"0","success":true}}']) {
      const scope = nock('https://api.jd.com').post('/routerjson').reply(200, body)
      expect(await writeAnswer()).toMatchObject({ kind: 'unknown' })
      expect(scope.isDone()).toBe(true)
    }
  })

  it('a shipment that meets "just being shipped" is told to wait', async () => {
    answers(error(70))
    const shipment = { orderId: '1', parcels: [{ carrier: '467', waybill: 'SF1', lines: null }], signedAt: clock.now() }
    expect(await connector.ship(shipment, signal)).toMatchObject({ kind: 'refused by business', reason: 'busy', code: '70' })
  })

  it('no error repeats a secret that the platform echoes, and no token stands in an address', async () => {
    const addresses: string[] = []
    const echo = secrets.join(' ')
    nock('https://api.jd.com')
      .persist()
      .post('/routerjson')
      .reply(200, (path: string) => {
        addresses.push(path)
        return error(12, `sign of ${echo} is wrong 13812345678`)
      })
    const failure: unknown = await connector.rereadOrder('1', signal).catch((reason: unknown) => reason)
    const printed = [String(failure), JSON.stringify(failure), JSON.stringify(await writeAnswer()), ...addresses].join('\n')
    expect(secrets.slice(0, 2).filter((secret) => printed.includes(secret))).toEqual([])
    expect(printed).not.toMatch(/13812345678/)
  })
})

describe('tokens', () => {
  const refresh = () => connector.exchangeToken({ grant: 'refresh', refreshToken: secrets[2] ?? '' }, signal)

  it('a refresh gives the tokens and their end on our clock', async () => {
    const body = { access_token: 'new', refresh_token: 'newer', expires_in: 86_400, open_id: 'o', uid: 'u', time: 1, code: 0 }
    nock('https://open-oauth.jd.com')
      .get('/oauth2/refresh_token')
      .query({ app_key: 'APPKEY', app_secret: secrets[0], grant_type: 'refresh_token', refresh_token: secrets[2] })
      .reply(200, body)
    expect(await refresh()).toEqual({
      accessToken: 'new',
      refreshToken: 'newer',
      expiresAt: new Date(clock.now().getTime() + 86_400_000),
      refreshExpiresAt: null,
      shopId: null,
      levels: [],
    })
  })

  it.each([
    ['a refusal', { code: 104, msg: `refresh_token ${secrets[2]} invalid`, requestId: 'r' }, 'token expired'],
    ['something else', '<html>login</html>', 'malformed'],
  ])('%s is one clear error without the secrets of the address', async (_name, body, fault) => {
    nock('https://open-oauth.jd.com').get('/oauth2/refresh_token').query(true).reply(200, body)
    const failure: unknown = await refresh().catch((reason: unknown) => reason)
    expect(failure).toMatchObject({ name: 'ChannelError', fault })
    const printed = [String(failure), failure instanceof Error ? failure.stack : '', JSON.stringify(failure)].join('\n')
    expect(secrets.filter((secret) => printed.includes(secret))).toEqual([])
  })
})
