import { describe, expect, it } from 'vitest'
import { signTop } from '../../../connectors/taobao/sign.ts'
import { ManualClock } from '../../../sandbox/shared/clock.ts'
import { openTaobaoSandbox } from '../../../sandbox/taobao/index.ts'

function open() {
  const clock = new ManualClock(new Date('2026-05-20T04:00:00Z'))
  const sandbox = openTaobaoSandbox({ clock, seed: 5, shops: [{ id: '4001', name: 'A', type: 'C' }] })
  const base = {
    app_key: sandbox.app.appKey,
    timestamp: '2026-05-20 12:00:00',
    format: 'json',
    v: '2.0',
    sign_method: 'md5',
    session: sandbox.tokens('4001').session,
  }
  const ask = async (change: Readonly<Record<string, string>>, as: 'form' | 'query' | 'multipart' = 'form'): Promise<string> => {
    const given = Object.fromEntries(Object.entries({ ...base, ...change }).filter(([, value]) => value !== 'absent'))
    const sign = given['sign'] ?? signTop(given, { secret: sandbox.app.appSecret, method: 'md5' })
    const answer = await sandbox.handler(toRequest({ ...given, sign }, as))
    if (answer.kind !== 'answer') throw new Error(answer.kind)
    expect(answer.status).toBe(200)
    return String(answer.body)
  }
  return { clock, sandbox, ask }
}

function toRequest(parameters: Readonly<Record<string, string>>, as: 'form' | 'query' | 'multipart') {
  const form = new URLSearchParams(parameters).toString()
  const parts = Object.entries(parameters).map(
    ([name, value]) => `--xx\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  const types = {
    form: 'application/x-www-form-urlencoded;charset=utf-8',
    query: '',
    multipart: 'multipart/form-data; boundary=xx',
  }
  const bodies = { form, query: '', multipart: `${parts.join('')}--xx--\r\n` }
  const common = { path: '/router/rest', remoteAddress: '127.0.0.1', headers: { 'content-type': types[as] } }
  return { ...common, method: as === 'query' ? 'GET' : 'POST', query: as === 'query' ? form : '', body: Buffer.from(bodies[as]) }
}

const time = { method: 'taobao.time.get' }
const increment = {
  method: 'taobao.trades.sold.increment.get',
  fields: 'tid',
  start_modified: '2026-05-20 11:00:00',
  end_modified: '2026-05-20 11:30:00',
}

describe('the sandbox is as strict as the gateway', () => {
  it.each([
    [{ method: 'absent' }, '"code":21'],
    [{ method: 'taobao.nothing.get' }, '"code":22'],
    [{ ...time, format: 'yaml' }, '<code>23</code>'],
    [{ ...time, sign: '' }, '"code":24'],
    [{ ...time, sign: '0'.repeat(32) }, '"code":25'],
    [{ ...increment, session: 'absent' }, '"code":26'],
    [{ ...increment, session: 'somebody' }, '"code":27'],
    [{ ...time, app_key: 'absent' }, '"code":28'],
    [{ ...time, app_key: '1' }, '"code":29'],
    [{ ...time, timestamp: 'absent' }, '"code":30'],
    [{ ...time, timestamp: '2026-05-20 11:49:00' }, '"code":31'],
    [{ ...time, timestamp: '2026-05-20 04:00:00' }, '"code":31'],
    [{ ...time, v: 'absent' }, '"code":32'],
    [{ ...time, v: '1.0' }, '"code":33'],
    [{ ...increment, fields: 'absent' }, '"code":40'],
    [{ ...increment, start_modified: 'absent' }, '"code":40'],
    [{ ...increment, page_size: '101' }, '"code":41'],
    [{ ...increment, start_modified: '2026-05-18 11:00:00' }, '"code":41'],
    [{ ...increment, start_modified: '2026/05/20' }, '"code":41'],
  ])('%j is refused with %s', async (change, code) => {
    const { ask } = open()
    expect(await ask(change)).toContain(code)
  })

  it.each(['form', 'query', 'multipart'] as const)('reads parameters sent as %s', async (as) => {
    const { ask } = open()
    expect(await ask(time, as)).toContain('"time":"2026-05-20 12:00:00"')
  })

  it('answers XML unless told otherwise, and bare when asked to simplify', async () => {
    const { ask, sandbox } = open()
    sandbox.market.addListing('4001', { itemId: '77', skuId: null, title: '<杯>', sellable: 3 })
    const items = { method: 'taobao.items.onsale.get', fields: 'num_iid' }
    expect(await ask({ ...items, format: 'absent' })).toContain('<items><item><num_iid>77</num_iid><title>&#60;杯&#62;</title>')
    expect(JSON.parse(await ask({ ...items, simplify: 'true' }))).toMatchObject({ total_results: 1, items: [{ num_iid: 77 }] })
  })

  it('an empty list has no wrapper at all', async () => {
    const { ask } = open()
    expect(JSON.parse(await ask(increment))).toEqual({
      trades_sold_increment_get_response: { total_results: 0, request_id: expect.any(String) },
    })
  })

  it('ids beyond 2^53 are bare numbers where the application gets numbers', async () => {
    const { ask, sandbox } = open()
    sandbox.switches.set('ids', 'number')
    const row = sandbox.market.addListing('4001', { sellable: 3 })
    const placed = sandbox.market.place('4001', { lines: [{ listingId: row.id, units: 1 }] })
    const tid = placed.placed ? placed.order.id : ''
    expect(await ask({ method: 'taobao.trade.fullinfo.get', tid, fields: 'tid' })).toContain(`"tid":${tid}`)
  })

  it('only the fields asked for come back, and a type that was not named stays silent', async () => {
    const { ask, sandbox, clock } = open()
    const rows = [undefined, 'fenxiao'].map((orderKind) =>
      sandbox.market.addListing('4001', { sellable: 3, ...(orderKind ? { orderKind } : {}) }),
    )
    for (const row of rows) sandbox.market.place('4001', { lines: [{ listingId: row.id, units: 1 }] })
    clock.advance(1_000)
    const window = { ...increment, start_modified: '2026-05-20 11:59:00', end_modified: '2026-05-20 12:00:00', fields: 'status' }
    const page = JSON.parse(await ask(window))
    expect(page).toMatchObject({
      trades_sold_increment_get_response: { total_results: 1, trades: { trade: [{ status: 'WAIT_SELLER_SEND_GOODS' }] } },
    })
    expect(Object.keys(page.trades_sold_increment_get_response.trades.trade[0])).toEqual(['status'])
    expect(await ask({ ...window, type: 'fenxiao,fixed' })).toContain('"total_results":2')
  })

  it('flow control bans for the rest of the second, in the platform’s words', async () => {
    const { ask, sandbox, clock } = open()
    sandbox.world.callsPerSecond = 2
    for (const _ of [1, 2]) expect(await ask(time)).toContain('time')
    expect(await ask(time)).toContain('This ban will last for 1 more seconds')
    clock.advance(1_000)
    expect(await ask(time)).toContain('"time"')
  })

  it('a refresh token works once', async () => {
    const { ask, sandbox } = open()
    const { refreshToken } = sandbox.tokens('4001')
    const refresh = { method: 'taobao.top.auth.token.refresh', refresh_token: refreshToken, session: 'absent' }
    expect(await ask(refresh)).toContain('access_token')
    expect(await ask(refresh)).toContain('"error_response"')
  })
})
