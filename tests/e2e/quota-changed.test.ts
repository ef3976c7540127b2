import type { Client } from 'graphql-ws'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createPlatforms } from '../../connectors/platforms.ts'
import { inProcessAdapter } from '../../sandbox/shared/axios-adapter.ts'
import { openTaobaoSandbox } from '../../sandbox/taobao/index.ts'
import { testApi, type TestApi } from '../support/api.ts'
import { until } from '../support/embedded-folder.ts'
import { follow } from '../support/follow.ts'
import { MovableClock, sandboxUrls } from '../support/shop-world.ts'
import {
  AuthoriseChannelDocument,
  CreateChannelDocument,
  CreateLocationDocument,
  CreateSkuDocument,
  JoinChannelDocument,
  ReceiveStockDocument,
} from './generated/documents.ts'

const clock = new MovableClock()
const shops = ['A', 'B'].map((id) => ({ id, name: id, type: 'B' as const }))
const sandbox = openTaobaoSandbox({ clock, seed: 3, shops })
const platforms = createPlatforms({ clock, adapterFor: () => inProcessAdapter(sandbox.handler) })
const rows = shops.map(({ id }, n) =>
  sandbox.market.addListing(id, { itemId: String(n + 1), skuId: '1', merchantCode: 'CUP', sellable: 500 }),
)
const clients: Client[] = []
let api: TestApi
let admin: string

beforeAll(async () => {
  api = await testApi({ clock, platforms })
  admin = await api.key({ role: 'admin' })
  await api.ask(CreateSkuDocument, { key: admin, variables: { input: { code: 'CUP', name: 'Cup' } } })
  await api.ask(CreateLocationDocument, { key: admin, variables: { input: { code: 'W1', name: 'W1', kind: 'WAREHOUSE' } } })
  const delivery = { location: 'W1', lines: [{ sku: 'CUP', units: 1_000 }] }
  await api.ask(ReceiveStockDocument, { key: admin, variables: { key: 'r1', input: delivery } })
  const app = { key: sandbox.app.appKey, secret: sandbox.app.appSecret }
  for (const { id } of shops) {
    const input = { code: id.toLowerCase(), name: id, platform: 'TAOBAO', app, sandbox: sandboxUrls } as const
    await api.ask(CreateChannelDocument, { key: admin, variables: { input } })
    const expiresAt = new Date(clock.now().getTime() + 40 * 86_400_000).toISOString()
    const tokens = { accessToken: sandbox.tokens(id).session, expiresAt }
    await api.ask(AuthoriseChannelDocument, { key: admin, variables: { input: { channel: input.code, tokens } } })
    await api.tend('discovery')
  }
  const lists = ['taobao.trades.sold.get', 'taobao.trades.sold.increment.get']
  await api.walkedUntil(lists, new Date(clock.now().getTime() - 60_000))
  for (const code of ['a', 'b']) await api.ask(JoinChannelDocument, { key: admin, variables: { code } })
  for (let n = 0; n < 2; n += 1) await pass()
})
afterAll(async () => {
  for (const client of clients) await client.dispose()
  await api.dispose()
})

/** Time passes, and workers do for both shops what is due. */
async function pass(): Promise<void> {
  for (const ms of [10_000, 90_000]) {
    clock.forward(ms)
    for (const task of ['orders', 'publish', 'orders', 'publish'] as const) for (const _ of shops) await api.tend(task)
  }
}

it('a listing is told when what it may sell changes, as it is then, to those who follow its channel', async () => {
  const query = (args: string) => `subscription { quotaChanged${args} { listing standing { quotaUnits quotas { pool units } } } }`
  const limited = await api.key({ role: 'viewer', channels: ['b'] })
  const all = follow(api, { query: query(''), key: admin, clients })
  const ofA = follow(api, { query: query('(channel: "a")'), key: admin, clients })
  const ofB = follow(api, { query: query(''), key: limited, clients })
  const buy = (n: number) =>
    sandbox.market.place(shops[n]?.id ?? '', { lines: [{ listingId: rows[n]?.id ?? '', units: 1 }], pay: true })
  // A subscription does not say when it has begun: orders are placed until one is told to each.
  await until(async () => {
    for (const n of [0, 1]) buy(n)
    await pass()
    return [all, ofA, ofB].every(({ events }) => events.length > 0)
  })
  for (const n of [0, 1]) buy(n)
  await pass()
  const now = (n: number) => {
    const units = rows[n]?.sellable ?? 0
    return {
      quotaChanged: {
        listing: `${rows[n]?.itemId}/1/`,
        standing: { quotaUnits: units, quotas: [{ pool: 'central', units }] },
      },
    }
  }
  const isTold = ({ events }: typeof all, n: number) => events.some((event) => JSON.stringify(event) === JSON.stringify(now(n)))
  await until(() => isTold(all, 0) && isTold(all, 1) && isTold(ofA, 0) && isTold(ofB, 1))
  expect(ofA.events.map((event) => JSON.stringify(event)).filter((text) => text.includes('2/1/'))).toEqual([])
  expect(ofB.events.map((event) => JSON.stringify(event)).filter((text) => text.includes('1/1/'))).toEqual([])
  for (const { problems } of [all, ofA, ofB]) expect(problems).toEqual([])
})
