import { afterAll, beforeAll, expect, it } from 'vitest'
import { createPlatforms } from '../../connectors/platforms.ts'
import { inProcessAdapter } from '../../sandbox/shared/axios-adapter.ts'
import { openTaobaoSandbox } from '../../sandbox/taobao/index.ts'
import { SystemClock } from '../../src/clock.ts'
import { bookOrders } from '../../src/orders/book-orders.ts'
import { toldOrder } from '../support/order-shop.ts'
import { testApi, type TestApi } from '../support/api.ts'
import { queriesOf } from '../support/doc-queries.ts'
import { sandboxUrls } from '../support/shop-world.ts'
import { receive } from '../support/stock-api.ts'
import {
  AuthoriseChannelDocument,
  CorrectShipmentDocument,
  CreateChannelDocument,
  ShipmentsDocument,
  ShipOrderDocument,
} from './generated/documents.ts'

const clock = new SystemClock()
const sandbox = openTaobaoSandbox({ clock, seed: 3, shops: [{ id: 'A', name: 'shop A', type: 'B' }] })
const platforms = createPlatforms({ clock, adapterFor: () => inProcessAdapter(sandbox.handler) })
const pages = queriesOf('docs/orders.md')
const listing = sandbox.market.addListing('A', { itemId: '1', skuId: '1', merchantCode: 'CUP', sellable: 50 })
let api: TestApi
let key: string

beforeAll(async () => {
  api = await testApi({ clock, platforms })
  key = await api.key({ role: 'admin' })
  await receive(api, key, { location: 'W1', skus: ['CUP'], units: 50 })
  const app = { key: sandbox.app.appKey, secret: sandbox.app.appSecret }
  const input = { code: 'tmall', name: 'Tmall', platform: 'TAOBAO', app, sandbox: sandboxUrls } as const
  await api.ask(CreateChannelDocument, { key, variables: { input } })
  const tokens = { accessToken: sandbox.tokens('A').session }
  await api.ask(AuthoriseChannelDocument, { key, variables: { input: { channel: 'tmall', tokens } } })
  await api.tend('discovery')
  await api.tend('ship')
})
afterAll(() => api.dispose())

/** A paid order that the feed has shown. */
async function ordered(): Promise<string> {
  const placed = sandbox.market.place('A', { lines: [{ listingId: listing.id, units: 2 }] })
  if (!placed.placed) throw new Error('not placed')
  const { id: orderId, lines } = placed.order
  const told = toldOrder({ orderId, lines: [{ lineId: lines[0]?.id ?? '', listing: '1/1/', units: 2 }] })
  await api.desk.stock.do(
    bookOrders,
    { channel: 'tmall', pool: null, sinceMs: 0, lease: null, orders: [told] },
    { key: 'orders', actor: 'feed' },
  )
  return orderId
}

/** A query of the page, as it stands there. */
async function page(name: string, variables: Record<string, string> = {}) {
  const answer = await api.ask<Record<string, { shipmentId?: string }>, object>(pages.get(name) ?? name, {
    key,
    variables: { key: crypto.randomUUID(), channel: 'tmall', ...variables },
  })
  expect(answer.errors).toEqual([])
  return answer.data ?? {}
}

it('the page tells the truth: its queries ship an order, correct and withdraw, and name a carrier', async () => {
  const orderId = await ordered()
  expect(await page('Ship', { orderId })).toMatchObject({ shipOrder: { code: 'SHOP_NOT_WRITTEN' } })
  await api.setChannelState('tmall', 'live')
  expect(await page('Ship', { orderId })).toMatchObject({ shipOrder: { code: 'UNKNOWN_CARRIER' } })
  expect(await page('NameCarrier')).toMatchObject({ nameCarrier: { carriers: expect.any(Array) } })
  const { carriers } = await page('Carriers')
  expect(carriers).toContainEqual({ code: 'SF', name: '顺丰速运', ownNames: ['顺丰'] })
  const { shipOrder } = await page('Ship', { orderId })
  expect(shipOrder).toMatchObject({ shipmentId: expect.any(String), units: 2 })
  expect(await page('Unsettled')).toMatchObject({
    shipments: { edges: [{ node: { orderId, state: 'WAITING', inDoubt: false } }] },
  })
  await api.tend('ship')
  expect(await page('Unsettled')).toMatchObject({ shipments: { edges: [] } })
  expect(sandbox.market.shop('A').order(orderId)).toMatchObject({ state: 'shipped', waybill: 'SF1234567890' })

  const wrong = await ordered()
  const input = {
    channel: 'tmall',
    orderId: wrong,
    parcels: [{ carrier: 'SF', waybill: 'SF-1-2-3-4-5-6-7-8-9-0-1-2-3-4-5-6-7-8' }],
  }
  const { data } = await api.ask(ShipOrderDocument, { key, variables: { key: crypto.randomUUID(), input } })
  const shipment = data?.shipOrder.__typename === 'ShipmentBooked' ? data.shipOrder.shipmentId : ''
  await api.tend('ship')
  expect(await page('Unsettled')).toMatchObject({
    shipments: { edges: [{ node: { state: 'PROBLEM', problem: 'CARRIER_OR_WAYBILL', message: expect.any(String) } }] },
  })
  expect(await page('Correct', { shipment })).toEqual({ correctShipment: { shipmentId: shipment } })
  expect(await page('Withdraw', { shipment })).toEqual({ withdrawShipment: { shipmentId: shipment } })
})

it('is read order by order, and keeps to the limits of who asks', async () => {
  const orderId = await ordered()
  const input = { channel: 'tmall', orderId, parcels: [{ carrier: 'SF', waybill: 'SF5555555555' }] }
  const limited = await api.key({ role: 'operator', channels: ['other'] })
  const foreign = await api.ask(ShipOrderDocument, { key: limited, variables: { key: 'a', input } })
  expect(foreign.data?.shipOrder).toMatchObject({ code: 'UNKNOWN_CHANNEL' })
  const viewer = await api.key({ role: 'viewer' })
  expect((await api.ask(ShipOrderDocument, { key: viewer, variables: { key: 'a', input } })).errors[0]?.extensions.code).toBe(
    'FORBIDDEN',
  )
  await api.ask(ShipOrderDocument, { key, variables: { key: 'b', input } })
  const read = `query ($orderId: ID!) { order(channel: "tmall", orderId: $orderId) { shipments { state parcels { waybill } lines { units } } } }`
  const { data } = await api.ask(read, { key: viewer, variables: { orderId } })
  expect(data).toEqual({
    order: { shipments: [{ state: 'WAITING', parcels: [{ waybill: 'SF5555555555' }], lines: [{ units: 2 }] }] },
  })
  const pageOf = (after?: string) =>
    api.ask(ShipmentsDocument, { key, variables: { first: 2, filter: { channel: 'tmall' }, ...(after ? { after } : {}) } })
  const first = (await pageOf()).data?.shipments
  const second = (await pageOf(first?.pageInfo.endCursor ?? '')).data?.shipments
  expect([...(first?.edges ?? []), ...(second?.edges ?? [])]).toHaveLength(3)
  const none = await api.ask(CorrectShipmentDocument, { key, variables: { key: 'c', shipment: 'x', parcels: null } })
  expect(none.data?.correctShipment).toMatchObject({ code: 'UNKNOWN_SHIPMENT' })
})
