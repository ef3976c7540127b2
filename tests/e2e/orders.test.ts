import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPlatforms } from '../../connectors/platforms.ts'
import { inProcessAdapter } from '../../sandbox/shared/axios-adapter.ts'
import { openTaobaoSandbox } from '../../sandbox/taobao/index.ts'
import { SystemClock } from '../../src/clock.ts'
import { testApi, type TestApi } from '../support/api.ts'
import { readsOf, statementsOf } from '../support/count-statements.ts'
import { sandboxUrls } from '../support/shop-world.ts'
import { receive } from '../support/stock-api.ts'
import {
  AuthoriseChannelDocument,
  CreateChannelDocument,
  FeedsDocument,
  OrderDocument,
  OrdersDocument,
  type OrdersQueryVariables,
} from './generated/documents.ts'

const clock = new SystemClock()
const sandbox = openTaobaoSandbox({ clock, seed: 3, shops: [{ id: 'A', name: 'shop A', type: 'B' }] })
const platforms = createPlatforms({ clock, adapterFor: () => inProcessAdapter(sandbox.handler) })
const { market } = sandbox
let api: TestApi
let admin: string
let cup: string
let odd: string

beforeAll(async () => {
  api = await testApi({ clock, platforms })
  admin = await api.key({ role: 'admin' })
  await receive(api, admin, { location: 'wh', skus: ['CUP'], units: 50 })
  cup = market.addListing('A', { itemId: '1', skuId: '1', merchantCode: 'CUP', sellable: 500 }).id
  odd = market.addListing('A', { itemId: '2', skuId: '1', merchantCode: 'what is this', sellable: 500 }).id
  const app = { key: sandbox.app.appKey, secret: sandbox.app.appSecret }
  const input = { code: 'tmall', name: 'Tmall', platform: 'TAOBAO', app, sandbox: sandboxUrls } as const
  await api.ask(CreateChannelDocument, { key: admin, variables: { input } })
  const tokens = { accessToken: sandbox.tokens('A').session }
  await api.ask(AuthoriseChannelDocument, { key: admin, variables: { input: { channel: 'tmall', tokens } } })
  await api.tend('discovery')
  const { orderLists } = platforms.connect({
    platform: 'taobao',
    app,
    accessToken: () => '',
    sandbox: sandboxUrls,
    relayUrl: null,
  })
  await api.walkedUntil(
    orderLists.map(({ id }) => id),
    new Date(clock.now().getTime() - 60_000),
  )
})
afterAll(() => api.dispose())

function buy(listingId: string, units: number, pay = true): string {
  const placed = market.place('A', { lines: [{ listingId, units }], pay })
  if (!placed.placed) throw new Error(placed.reason)
  return placed.order.id
}

async function page(variables: OrdersQueryVariables, key = admin) {
  const { data, errors } = await api.ask(OrdersDocument, { key, variables })
  expect(errors).toEqual([])
  return data?.orders
}

const idsOf = (orders: Awaited<ReturnType<typeof page>>) => orders?.edges.map(({ node }) => node.orderId)

describe('orders of a shop, over the API', () => {
  it('come with what they hold, what became of them, and how far the shop is seen', async () => {
    const orderId = buy(cup, 2)
    await api.tend('orders')
    market.ship('A', { orderId, carrier: 'SF', waybill: 'SF1' })
    await api.desk.channels.askOrders('tmall')
    await api.tend('orders')
    const orders = await page({ first: 10 })
    const [node] = orders?.edges.map((edge) => edge.node) ?? []
    expect(node).toMatchObject({
      orderId,
      channel: { code: 'tmall' },
      state: 'SHIPPED',
      leaf: true,
      parent: null,
      children: [],
      lines: [{ listing: '1/1/', units: 2, state: 'SHIPPED', components: [{ units: 1, sku: { code: 'CUP' } }] }],
      hold: { state: 'SHIPPED', lines: [{ units: 2, shipped: 2, released: 0 }] },
    })
    const told = node?.history.map(({ toldBy, facts }) => [toldBy, facts.find(({ what }) => what === 'state')?.to])
    expect(told).toEqual([
      ['channel:tmall', 'paid'],
      ['channel:tmall', 'shipped'],
    ])
    expect(node?.freshness?.seenThrough).toEqual(expect.any(String))
    expect(orders?.freshness).toMatchObject([{ seenThrough: expect.any(String), backThrough: expect.any(String) }])
  })

  it('a channel says how far each list is walked, how far it is seen, and how often the platform was called today', async () => {
    const { data } = await api.ask(FeedsDocument, { key: admin, variables: {} })
    const [channel] = data?.channels ?? []
    expect(channel?.freshness?.lagSeconds).toBeLessThan(120)
    expect(channel?.shop?.intake).toMatchObject({ running: false, problem: null, failures: 0 })
    expect(channel?.shop?.feed).toMatchObject({
      ordersAside: 0,
      calls: { used: expect.any(Number), limit: null, left: null },
      lists: expect.arrayContaining([{ list: expect.any(String), walkedThrough: expect.any(String) }]),
    })
    expect(channel?.shop?.feed?.calls.used).toBeGreaterThan(3)
  })

  it('are chosen by channel, state, SKU, number, time, missing mapping and shortfall, and sorted', async () => {
    const unpaid = buy(cup, 1, false)
    const unknown = buy(odd, 1)
    const short = buy(cup, 60)
    await api.desk.channels.askOrders('tmall')
    await api.tend('orders')
    expect(idsOf(await page({ first: 9, filter: { states: ['CREATED'] } }))).toEqual([unpaid])
    expect(idsOf(await page({ first: 9, filter: { unmapped: true } }))).toEqual([unknown])
    expect(idsOf(await page({ first: 9, filter: { orderId: short } }))).toEqual([short])
    expect(idsOf(await page({ first: 9, filter: { sku: 'CUP' } }))).not.toContain(unknown)
    expect(idsOf(await page({ first: 9, filter: { shortfall: true } }))).toContain(short)
    expect(idsOf(await page({ first: 9, filter: { shortfall: true } }))).not.toContain(unknown)
    expect(idsOf(await page({ first: 9, filter: { channel: 'tmall', placedTo: '2020-01-01T00:00:00Z' } }))).toEqual([])
    const placed = await page({ first: 9, sort: 'PLACED', filter: { placedFrom: '2020-01-01T00:00:00Z' } })
    const times = placed?.edges.map(({ node }) => node.createdAt) ?? []
    expect(times).toEqual(times.toSorted().toReversed())
    const wrong = await api.ask(OrdersDocument, { key: admin, variables: { first: 1, filter: { channel: 'nowhere' } } })
    expect(wrong.errors[0]?.extensions.code).toBe('BAD_USER_INPUT')
  })

  it('are paged without a gap or a repeat, in every order', async () => {
    for (const sort of ['CHANGED', 'PLACED'] as const) {
      const all = idsOf(await page({ first: 100, sort }))
      const seen: string[] = []
      let after: string | null | undefined
      do {
        const some = await page({ first: 1, sort, ...(after ? { after } : {}) })
        seen.push(...(idsOf(some) ?? []))
        after = some?.pageInfo.hasNextPage ? some.pageInfo.endCursor : null
      } while (after)
      expect(seen).toEqual(all)
    }
  })

  it('Z1: another channel’s orders look like none, in lists and by number', async () => {
    const limited = await api.key({ role: 'viewer', channels: ['other'] })
    expect(idsOf(await page({ first: 9 }, limited))).toEqual([])
    const one = idsOf(await page({ first: 1 }))?.[0] ?? ''
    const order = (key: string) => api.ask(OrderDocument, { key, variables: { channel: 'tmall', orderId: one } })
    expect((await order(limited)).data?.order).toBeNull()
    expect((await order(admin)).data?.order?.orderId).toBe(one)
    const storefront = await api.key({ role: 'storefront' })
    expect((await order(storefront)).errors[0]?.extensions.code).toBe('FORBIDDEN')
  })

  it('Q12: a page takes the same number of statements, whatever its size', async () => {
    for (let n = 0; n < 40; n += 1) buy(n % 3 === 0 ? odd : cup, 1 + (n % 2), n % 4 !== 0)
    await api.desk.channels.askOrders('tmall')
    await api.tend('orders')
    const statements = async (first: number) => {
      let rows = 0
      const sent = await statementsOf(async () => {
        rows = (await page({ first }))?.edges.length ?? 0
      })
      expect(rows).toBe(first)
      return readsOf(sent).length
    }
    const few = await statements(5)
    expect(await statements(40)).toBe(few)
    expect(few).toBeLessThanOrEqual(14)
  })
})
