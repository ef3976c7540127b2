import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createPlatforms } from '../../connectors/platforms.ts'
import { inProcessAdapter } from '../../sandbox/shared/axios-adapter.ts'
import { openTaobaoSandbox } from '../../sandbox/taobao/index.ts'
import { SystemClock } from '../../src/clock.ts'
import { bookOrders } from '../../src/orders/book-orders.ts'
import { testApi, type TestApi } from '../support/api.ts'
import { toldOrder } from '../support/order-shop.ts'
import { sandboxUrls } from '../support/shop-world.ts'

const clock = new SystemClock()
const sandbox = openTaobaoSandbox({ clock, seed: 5, shops: [{ id: 'A', name: 'shop A', type: 'B' }] })
const platforms = createPlatforms({ clock, adapterFor: () => inProcessAdapter(sandbox.handler) })
let api: TestApi
let admin: string
beforeAll(async () => {
  api = await testApi({ clock, platforms })
  admin = await api.key({ role: 'admin' })
  const { appKey, appSecret } = sandbox.app
  const { gatewayUrl, tokenUrl } = sandboxUrls
  sandbox.market.addListing('A', { itemId: '1', skuId: '1', merchantCode: 'PHONE', sellable: 7 })
  for (const query of [
    'mutation { createSku(input: { code: "PHONE", name: "Phone" }) { __typename } }',
    'mutation { createLocation(input: { code: "W1", name: "W1", kind: WAREHOUSE, pool: "central" }) { __typename } }',
    `mutation { createChannel(input: { code: "tmall", name: "Tmall", platform: TAOBAO, app: { key: "${appKey}", secret: "${appSecret}" },
       sandbox: { gatewayUrl: "${gatewayUrl}", tokenUrl: "${tokenUrl}" } }) { __typename } }`,
    `mutation { authoriseChannel(input: { channel: "tmall", tokens: { accessToken: "${sandbox.tokens('A').session}" } }) { __typename } }`,
  ]) {
    const { errors, text } = await api.ask(query, { key: admin })
    if (errors.length > 0 || text.includes('Refused')) throw new Error(text)
  }
  await api.tend('discovery')
})
afterAll(() => api.dispose())

/** What the page says the shop sells between its queries. */
async function sellAhead(): Promise<void> {
  const order = (orderId: string, units: number, promised: string) =>
    toldOrder({
      orderId,
      state: 'created',
      presale: { kind: 'deposit', step: 'deposit paid', promisedAtMs: Date.parse(promised) },
      lines: [{ listing: '1/1/', units, takesAt: 'payment' }],
    })
  const orders = [order('first', 2, '2099-12-20T20:00:00+08:00'), order('second', 3, '2099-12-02T20:00:00+08:00')]
  const args = { channel: 'tmall', pool: null, sinceMs: 0, lease: null, orders }
  expect(await api.desk.stock.do(bookOrders, args, { key: 'orders', actor: 'feed' })).toMatchObject({
    kind: 'booked',
    unmapped: [],
  })
}

it('the page about presale tells the truth: every query in it, in its order, gets the answer that stands below it', async () => {
  const blocks = readFileSync('docs/presale.md', 'utf8').matchAll(/```graphql\n([\s\S]*?)```\n+```json\n([\s\S]*?)```/g)
  let receipt = 'RECEIPT'
  let asked = 0
  for (const [, query = '', answer = ''] of blocks) {
    const { errors, text } = await api.ask(query.replaceAll('RECEIPT', receipt), { key: admin })
    if (receipt === 'RECEIPT') receipt = /"id":"([0-9a-f-]{36})"/.exec(text)?.[1] ?? receipt
    const { data } = JSON.parse(text.replaceAll(receipt, 'RECEIPT'))
    expect({ query, errors, data }).toEqual({ query, errors: [], data: JSON.parse(answer) })
    asked += 1
    if (asked === 2) await sellAhead()
  }
  expect(asked).toBeGreaterThanOrEqual(8)
})

it('what cannot be meant is refused in a sentence', async () => {
  const codeOf = async (mutation: string) => {
    const { text } = await api.ask(`mutation { it: ${mutation} { ... on Refused { code field } } }`, { key: admin })
    return text
  }
  expect(await codeOf('createExpectedReceipt(key: "x1", input: { sku: "PHONE", units: 1, dueOn: "2026-02-30" })')).toContain(
    'dueOn',
  )
  expect(await codeOf('createExpectedReceipt(key: "x2", input: { sku: "none", units: 1, dueOn: "2026-03-01" })')).toContain(
    'UNKNOWN_SKU',
  )
  expect(await codeOf('changeExpectedReceipt(key: "x3", input: { receipt: "none", units: 1 })')).toContain('UNKNOWN_RECEIPT')
  expect(await codeOf('setPresaleQuota(key: "x4", input: { channel: "tmall", listing: "9/9/", units: 1 })')).toContain(
    'UNKNOWN_LISTING',
  )
  const viewer = await api.key({ role: 'viewer' })
  const { errors } = await api.ask('mutation { cancelExpectedReceipt(key: "x5", receipt: "1") { __typename } }', { key: viewer })
  expect(errors[0]?.extensions.code).toBe('FORBIDDEN')
})

it('a listing is marked over HTTP only where it can be, and then the shop is to show what is set aside', async () => {
  const mark = (ahead: boolean, listing = '1/1/', key = admin) =>
    api.ask(
      `mutation { sellAhead(channel: "tmall", listing: "${listing}", ahead: ${ahead}) {
         ... on ListingSaved { listing { listing soldAhead } } ... on Refused { code field } } }`,
      { key },
    )
  expect((await mark(true, '9/9/')).data).toEqual({ sellAhead: { code: 'UNKNOWN_LISTING', field: 'listing' } })
  const viewer = await api.key({ role: 'viewer' })
  expect((await mark(true, '1/1/', viewer)).errors[0]?.extensions.code).toBe('FORBIDDEN')
  expect((await mark(true)).data).toMatchObject({ sellAhead: { code: 'INVALID', field: 'listing' } })
  const quota = (units: number, key: string) =>
    api.ask(
      `mutation { setPresaleQuota(key: "${key}", input: { channel: "tmall", listing: "1/1/", units: ${units} }) {
         ... on PresaleQuotaSet { units } ... on Refused { code } } }`,
      { key: admin },
    )
  expect((await quota(0, 'none')).data).toEqual({ setPresaleQuota: { units: 0 } })
  expect((await mark(true)).data).toEqual({ sellAhead: { listing: { listing: '1/1/', soldAhead: true } } })
  expect((await mark(true)).data).toEqual({ sellAhead: { listing: { listing: '1/1/', soldAhead: true } } })
})
