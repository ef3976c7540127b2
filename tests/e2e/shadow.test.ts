import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createPlatforms } from '../../connectors/platforms.ts'
import { inProcessAdapter } from '../../sandbox/shared/axios-adapter.ts'
import { openTaobaoSandbox } from '../../sandbox/taobao/index.ts'
import { SystemClock } from '../../src/clock.ts'
import { testApi, type TestApi } from '../support/api.ts'
import { sandboxUrls } from '../support/shop-world.ts'

const clock = new SystemClock()
const sandbox = openTaobaoSandbox({ clock, seed: 9, shops: [{ id: 'A', name: 'shop A', type: 'B' }] })
const platforms = createPlatforms({ clock, adapterFor: () => inProcessAdapter(sandbox.handler) })
let api: TestApi
let admin: string
beforeAll(async () => {
  api = await testApi({ clock, platforms })
  admin = await api.key({ role: 'admin' })
  const { appKey, appSecret } = sandbox.app
  const { gatewayUrl, tokenUrl } = sandboxUrls
  const addListing = (skuId: string, merchantCode: string, sellable: number) =>
    sandbox.market.addListing('A', { itemId: '1', skuId, merchantCode, sellable, priceFen: 1_999 })
  addListing('1', 'CUP', 7)
  addListing('2', 'mug', 2)
  addListing('3', 'freight', 99)
  for (const query of [
    'mutation { createSku(input: { code: "CUP", name: "Cup" }) { __typename } }',
    'mutation { createSku(input: { code: "MUG", name: "Mug" }) { __typename } }',
    'mutation { createLocation(input: { code: "W1", name: "W1", kind: WAREHOUSE, pool: "central" }) { __typename } }',
    'mutation { receiveStock(key: "r1", input: { location: "W1", lines: [{ sku: "CUP", units: 4 }, { sku: "MUG", units: 5 }] }) { __typename } }',
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

it('the page about channels tells the truth: its queries, in their order, get the answers that stand below them', async () => {
  const blocks = readFileSync('docs/channels.md', 'utf8').matchAll(/```graphql\n([\s\S]*?)```\n+```json\n([\s\S]*?)```/g)
  let asked = 0
  for (const [, query = '', answer = ''] of blocks) {
    const { data, errors } = await api.ask(query, { key: admin })
    expect({ query, errors, data }).toEqual({ query, errors: [], data: JSON.parse(answer) })
    asked += 1
  }
  expect(asked).toBeGreaterThanOrEqual(3)
})

it('a shop that is not there, or not for this credential, is told as none', async () => {
  const limited = await api.key({ role: 'viewer', channels: ['other'] })
  for (const [key, code] of [
    [admin, 'none'],
    [limited, 'tmall'],
  ] as const) {
    const { errors } = await api.ask(`{ shadowReport(channel: "${code}", first: 1) { notLookedInto } }`, { key })
    expect(errors[0]).toMatchObject({ message: `no channel ${code}`, extensions: { code: 'BAD_USER_INPUT' } })
  }
})
