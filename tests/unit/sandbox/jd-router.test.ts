import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../../sandbox/shared/clock.ts'
import { openJdSandbox } from '../../../sandbox/jd/index.ts'
import { fixtureJson } from '../../support/fixture.ts'

type Change = Readonly<Record<string, string>>
type As = 'form' | 'query' | 'split'
const json = '360buy_param_json'

/** A caller of its own, signing by hand: nothing of the connector is in it. */
function open() {
  const clock = new ManualClock(new Date('2026-05-20T04:00:00Z'))
  const shops = ['4001', '4002'].map((id) => ({ id, name: id }))
  const sandbox = openJdSandbox({ clock, seed: 5, shops })
  const base = {
    app_key: sandbox.app.appKey,
    access_token: sandbox.tokens('4001').session,
    timestamp: '2026-05-20 12:00:00',
    v: '2.0',
    method: 'jingdong.seller.vender.info.get',
    [json]: '{}',
  }
  const ask = async (change: Change, as: As = 'form'): Promise<string> => {
    const given = Object.fromEntries(Object.entries({ ...base, ...change }).filter(([, value]) => value !== 'absent'))
    const sign = given['sign'] ?? signed(given, sandbox.app.appSecret)
    const answer = await sandbox.handler(toRequest({ ...given, sign }, as))
    if (answer.kind !== 'answer') throw new Error(answer.kind)
    expect(answer.status).toBe(200)
    return String(answer.body)
  }
  return { clock, sandbox, ask }
}

function signed(parameters: Change, secret: string): string {
  const names = Object.keys(parameters).toSorted()
  const text = names.map((name) => name + (parameters[name] ?? '')).join('')
  return createHash('md5').update(`${secret}${text}${secret}`).digest('hex').toUpperCase()
}

/** `split`: as the vendor's Java client, the JSON in the body and all else in the query, with a stray `&`. */
function toRequest(parameters: Change, as: As) {
  const text = (entries: readonly [string, string][]) => new URLSearchParams(entries).toString()
  const all = Object.entries(parameters)
  const inBody = as === 'form' ? all : as === 'query' ? [] : all.filter(([name]) => name === json)
  const query = text(all.filter((entry) => !inBody.includes(entry))) + (as === 'split' ? '&' : '')
  const headers = { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8' }
  const common = { path: '/routerjson', remoteAddress: '127.0.0.1', headers }
  return { ...common, method: as === 'query' ? 'GET' : 'POST', query, body: Buffer.from(text(inBody)) }
}

const search = {
  method: 'jingdong.pop.order.enSearch',
  start_date: '2026-05-20 11:00:00',
  end_date: '2026-05-20 11:30:00',
  order_state: 'WAIT_SELLER_STOCK_OUT',
  optional_fields: 'orderId',
  page: '1',
  page_size: '100',
}
const searching = (change: object): Change => {
  const { method, ...parameters } = { ...search, ...change }
  return { method, [json]: JSON.stringify(parameters) }
}

describe('the JD sandbox is as strict as the router', () => {
  it.each([
    [{ method: 'absent' }, 14],
    [{ method: 'jingdong.pop.order.list.get' }, 15],
    [{ app_key: 'absent' }, 20],
    [{ app_key: 'another' }, 21],
    [{ v: 'absent' }, 4],
    [{ v: '1.0' }, 5],
    [{ format: 'xml' }, 13],
    [{ timestamp: 'absent' }, 7],
    [{ timestamp: 'yesterday' }, 8],
    [{ timestamp: '2026-05-20 11:53:59' }, 8],
    [{ timestamp: '2026-05-20 04:00:00' }, 8],
    [{ timestamp: '2026-05-20 12:06:01.000+0800' }, 8],
    [{ sign: '' }, 11],
    [{ sign: '0'.repeat(32) }, 12],
    [{ access_token: 'absent' }, 18],
    [{ access_token: 'somebody' }, 19],
    [{ ...searching({}), [json]: '{"page":' }, 62],
    [{ ...searching({}), [json]: '[]' }, 62],
    [searching({ start_date: undefined }), 60],
    [searching({ order_state: '' }), 60],
    [searching({ order_state: 'SENT' }), 61],
    [searching({ page_size: '101' }), 61],
    [searching({ page: '0' }), 61],
    [searching({ start_date: '2026-04-18 11:00:00' }), 61],
    [searching({ start_date: '2026-05-20' }), 61],
    [searching({ optional_fields: '' }), 68],
    [searching({ optional_fields: 'orderId,everything' }), 68],
    [{ method: 'jingdong.pop.order.search' }, 73],
  ] satisfies [Change, number][])('%j is refused with code %i', async (change, code) => {
    const { ask } = open()
    const body: unknown = JSON.parse(await ask(change))
    expect(body).toMatchObject({ error_response: { code: String(code) } })
  })

  it('an unknown method is refused in the platform’s own words and shape', async () => {
    const { ask } = open()
    expect(JSON.parse(await ask({ method: 'jingdong.nothing' }))).toEqual(fixtureJson('jd/error_response.json'))
  })

  it.each(['form', 'query', 'split'] as const)('takes parameters as a %s, in both spellings of the time', async (as) => {
    const { ask } = open()
    for (const timestamp of ['2026-05-20 12:05:59', '2026-05-20 11:54:01.120+0800', '2026-05-20 04:00:00.000+0000']) {
      expect(await ask({ timestamp }, as)).toContain('"vender_id":"4001"')
    }
    expect(await ask({ format: 'json' }, as)).toContain('"vender_id":"4001"')
  })

  it('signs empty values or drops them, as the platform’s two clients do', async () => {
    const { ask, sandbox } = open()
    const withEmpty = { session: '' }
    expect(await ask(withEmpty)).toContain('vender_id')
    sandbox.switches.set('emptyValues', 'dropped')
    expect(await ask(withEmpty)).toContain('"code":"12"')
  })

  it('limits calls, addresses, methods and what belongs to another seller', async () => {
    const { ask, sandbox } = open()
    const listing = sandbox.market.addListing('4002', { sellable: 5 })
    const placed = sandbox.market.place('4002', { lines: [{ listingId: listing.id, units: 1 }] })
    const order = { order_id: placed.placed ? placed.order.id : '', optional_fields: 'orderId' }
    expect(await ask({ method: 'jingdong.pop.order.enGet', [json]: JSON.stringify(order) })).toContain('"code":"71"')
    sandbox.world.callsPerSecond = 1
    await ask(searching({}))
    expect(await ask(searching({}))).toContain('"code":"2"')
    sandbox.world.callsPerDay = 1
    expect(await ask({})).toContain('"code":"2"')
    sandbox.world.forbiddenMethods.add('vender.info')
    expect(await ask({})).toContain('"code":"24"')
    sandbox.world.allowedAddresses = new Set(['203.0.113.7'])
    expect(await ask({})).toContain('"code":"73"')
  })

  it('gives ids beyond 2^53 as bare numbers or as text, digit by digit', async () => {
    const { ask, sandbox } = open()
    sandbox.market.addListing('4001', { itemId: '9007199254740993', skuId: '9007199254740995', sellable: 5 })
    const list = { method: 'jingdong.sku.read.searchSkuList', [json]: '{"skuId":["9007199254740995"],"field":["stockNum"]}' }
    expect(await ask(list)).toMatch(/"skuId":9007199254740995,"wareId":"9007199254740993".*"stockNum":5/)
    sandbox.switches.set('ids', 'number')
    expect(await ask(list)).toContain('"wareId":9007199254740993')
  })

  it('reads a number beyond 2^53 in the parameters digit by digit', async () => {
    const { ask, sandbox } = open()
    sandbox.market.addListing('4001', { skuId: '9007199254740995', sellable: 5 })
    const update = { method: 'jingdong.stock.write.updateSkuStock', [json]: '{"skuId":9007199254740995,"stockNum":7}' }
    expect(JSON.parse(await ask(update))).toEqual(fixtureJson('jd/shape.jingdong.stock.write.updateSkuStock.json'))
    const read = { method: 'jingdong.stock.read.findSkuStock', [json]: '{"skuId":9007199254740995,"field":"detailStock"}' }
    expect(await ask(read)).toContain('"stockNum":7')
  })

  it('shows products, SKUs and carriers, and takes the seller’s answer to a refund', async () => {
    const { ask, sandbox } = open()
    const listing = sandbox.market.addListing('4001', { itemId: '11', skuId: '12', sellable: 5 })
    const call = (method: string, parameters: object) => ask({ method, [json]: JSON.stringify(parameters) })
    expect(await call('jingdong.ware.read.searchWare4Valid', { wareStatusValue: '8' })).toContain('"totalItem":1')
    expect(await call('jingdong.ware.read.findWareById', { wareId: 11 })).toContain('"wareStatus":8')
    expect(await call('jingdong.sku.read.findSkuById', { skuId: 12 })).toContain('"skuId":12')
    const placed = sandbox.market.place('4001', { lines: [{ listingId: listing.id, units: 1 }] })
    if (!placed.placed) throw new Error('not placed')
    const { id } = sandbox.market.askRefund('4001', { orderId: placed.order.id, lineId: placed.order.lines[0]?.id ?? '' })
    const reply = { id, status: 1, checkUserName: 'me' }
    expect(await call('jingdong.pop.afs.soa.refundapply.replyRefund', reply)).toContain('"success":true')
    expect(await call('jingdong.pop.afs.soa.refundapply.replyRefund', reply)).toContain('"success":false')
    expect(await call('jingdong.pop.afs.soa.refundapply.queryById', { id })).toContain('"status":1')
  })

  it('trades a code once, and a refresh token', async () => {
    const { sandbox } = open()
    const { appKey: app_key, appSecret: app_secret } = sandbox.app
    const trade = async (path: string, given: Change): Promise<string> => {
      const query = new URLSearchParams({ app_key, app_secret, ...given }).toString()
      const common = { method: 'GET', headers: {}, body: Buffer.alloc(0), remoteAddress: '127.0.0.1' }
      const answer = await sandbox.handler({ ...common, path: `/oauth2/${path}`, query })
      return answer.kind === 'answer' ? String(answer.body) : answer.kind
    }
    const code = { grant_type: 'authorization_code', code: sandbox.state.sessions.issueCode('4001') }
    expect(await trade('access_token', code)).toContain(`"access_token":"${sandbox.tokens('4001').session}"`)
    expect(await trade('access_token', code)).toContain('"code":103')
    const { session, refreshToken } = sandbox.tokens('4001')
    sandbox.switches.set('refresh', 'kept')
    const refresh = { grant_type: 'refresh_token', refresh_token: refreshToken }
    expect(await trade('refresh_token', refresh)).toContain(session)
    sandbox.switches.set('refresh', 'rotated')
    expect(await trade('refresh_token', refresh)).not.toContain(session)
    expect(await trade('refresh_token', { ...refresh, app_secret: 'wrong' })).toContain('"code":102')
  })
})
