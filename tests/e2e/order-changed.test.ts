import type { Client } from 'graphql-ws'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createPlatforms } from '../../connectors/platforms.ts'
import { inProcessAdapter } from '../../sandbox/shared/axios-adapter.ts'
import { openTaobaoSandbox } from '../../sandbox/taobao/index.ts'
import { SystemClock } from '../../src/clock.ts'
import { testApi, type TestApi } from '../support/api.ts'
import { until } from '../support/embedded-folder.ts'
import { follow } from '../support/follow.ts'
import { sandboxUrls } from '../support/shop-world.ts'
import { AuthoriseChannelDocument, CreateChannelDocument } from './generated/documents.ts'

const clock = new SystemClock()
const shops = ['A', 'B'].map((id) => ({ id, name: id, type: 'B' as const }))
const sandbox = openTaobaoSandbox({ clock, seed: 3, shops })
const platforms = createPlatforms({ clock, adapterFor: () => inProcessAdapter(sandbox.handler) })
const app = { key: sandbox.app.appKey, secret: sandbox.app.appSecret }
const clients: Client[] = []
let api: TestApi
let admin: string

beforeAll(async () => {
  api = await testApi({ clock, platforms })
  admin = await api.key({ role: 'admin' })
  for (const { id } of shops) {
    sandbox.market.addListing(id, { itemId: id, skuId: '1', sellable: 500 })
    const input = { code: id.toLowerCase(), name: id, platform: 'TAOBAO', app, sandbox: sandboxUrls } as const
    await api.ask(CreateChannelDocument, { key: admin, variables: { input } })
    const tokens = { accessToken: sandbox.tokens(id).session }
    await api.ask(AuthoriseChannelDocument, { key: admin, variables: { input: { channel: input.code, tokens } } })
    await api.tend('discovery')
  }
  const access = { platform: 'taobao', app, accessToken: () => '', sandbox: sandboxUrls, relayUrl: null } as const
  const lists = platforms.connect(access).orderLists.map(({ id }) => id)
  await api.walkedUntil(lists, new Date(clock.now().getTime() - 60_000))
})
afterAll(async () => {
  for (const client of clients) await client.dispose()
  await api.dispose()
})

/** Has a worker read both shops, as often as it takes. */
async function read(isSeen: () => boolean): Promise<void> {
  await until(async () => {
    for (const { id } of shops) await api.desk.channels.askOrders(id.toLowerCase())
    for (const _ of shops) await api.tend('orders')
    return isSeen()
  })
}

function buy(shop: string): string {
  const [listing] = sandbox.market.shops.get(shop)?.listings.values() ?? []
  const placed = sandbox.market.place(shop, { lines: [{ listingId: listing?.id ?? '', units: 2 }], pay: true })
  if (!placed.placed) throw new Error(placed.reason)
  return placed.order.id
}

it('an order is told when it comes and when it changes, as it is then, to those who follow its channel', async () => {
  const query = (args: string) => `subscription { orderChanged${args} { orderId state channel { code } lines { units } } }`
  const limited = await api.key({ role: 'viewer', channels: ['b'] })
  const [all, ofA, ofB] = [query(''), query('(channel: "a")')]
    .map((text) => follow(api, { query: text, key: admin, clients }))
    .concat(follow(api, { query: query(''), key: limited, clients }))
  const toldOf = (following: typeof all, order: string) =>
    (following?.events ?? []).map((event) => JSON.stringify(event)).filter((text) => text.includes(`"${order}"`))
  // A subscription does not say when it has begun: orders are placed until one is told to each.
  await until(async () => {
    for (const { id } of shops) buy(id)
    for (const { id } of shops) await api.desk.channels.askOrders(id.toLowerCase())
    for (const _ of shops) await api.tend('orders')
    return [all, ofA, ofB].every((following) => (following?.events.length ?? 0) > 0)
  })
  const [orderA, orderB] = [buy('A'), buy('B')]
  await read(() => toldOf(all, orderA).length > 0 && toldOf(all, orderB).length > 0)
  expect(toldOf(all, orderA)[0]).toBe(
    JSON.stringify({ orderChanged: { orderId: orderA, state: 'PAID', channel: { code: 'a' }, lines: [{ units: 2 }] } }),
  )
  sandbox.market.ship('A', { orderId: orderA, carrier: 'SF', waybill: 'SF1' })
  await read(() => toldOf(all, orderA).some((text) => text.includes('SHIPPED')))
  await until(() => toldOf(ofA, orderA).some((text) => text.includes('SHIPPED')) && toldOf(ofB, orderB).length > 0)
  expect(toldOf(ofA, orderB)).toEqual([])
  expect(toldOf(ofB, orderA)).toEqual([])
  for (const following of [all, ofA, ofB]) expect(following?.problems).toEqual([])
})
