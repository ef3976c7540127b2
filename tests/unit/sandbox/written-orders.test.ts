import { describe, expect, it } from 'vitest'
import { connectJd } from '../../../connectors/jd/index.ts'
import { connectPinduoduo } from '../../../connectors/pinduoduo/index.ts'
import { connectTaobao } from '../../../connectors/taobao/index.ts'
import { openJdSandbox } from '../../../sandbox/jd/index.ts'
import { openPinduoduoSandbox } from '../../../sandbox/pinduoduo/index.ts'
import { inProcessAdapter } from '../../../sandbox/shared/axios-adapter.ts'
import { ManualClock } from '../../../sandbox/shared/clock.ts'
import type { Sandbox } from '../../../sandbox/shared/sandbox.ts'
import { openTaobaoSandbox } from '../../../sandbox/taobao/index.ts'

const signal = new AbortController().signal
const shops = [{ id: 'S', name: 's', type: 'B' }] as const

const platforms = {
  taobao: { open: openTaobaoSandbox, connect: connectTaobao },
  jd: { open: openJdSandbox, connect: connectJd },
  pinduoduo: { open: openPinduoduoSandbox, connect: connectPinduoduo },
} as const

/** A shop with a paid order of three units, and what its list by change shows of that. */
function openShop(name: keyof typeof platforms) {
  const clock = new ManualClock(new Date('2026-05-20T04:00:00Z'))
  const { open, connect } = platforms[name]
  const sandbox: Sandbox = open({ clock, seed: 1, shops })
  sandbox.world.feedLagMs = 0
  const { market, app } = sandbox
  const texts: string[] = []
  const connector = connect({
    clock,
    app: { key: app.appKey, secret: app.appSecret },
    accessToken: () => sandbox.tokens('S').session,
    endpoints: { gateway: `http://127.0.0.1:1${sandbox.gatewayPath}` },
    allowLoopback: true,
    adapter: inProcessAdapter(async (request) => {
      const answer = await sandbox.handler(request)
      if (answer.kind === 'answer') texts.push(answer.body.toString())
      return answer
    }),
  })
  const listing = market.addListing('S', { sellable: 10, merchantCode: 'OLD' })
  const from = clock.now()
  const list = connector.orderLists.find(({ keyedBy }) => keyedBy === 'modified')?.id ?? ''
  const placed = market.place('S', { lines: [{ listingId: listing.id, units: 3 }] })
  if (!placed.placed) throw new Error(placed.reason)
  const show = async () => {
    clock.advance(1_000)
    const { orders } = await connector.pullTail({ list, from }, signal)
    expect(orders).toHaveLength(1)
    return orders[0]
  }
  return { sandbox, listing, orderId: placed.order.id, show, texts }
}

describe('an order that is shown again', () => {
  it.each(['taobao', 'jd', 'pinduoduo'] as const)('is shown as it is now: %s', async (name) => {
    const { sandbox, listing, orderId, show } = openShop(name)
    const first = await show()
    expect(first).toMatchObject({ state: 'paid', lines: [{ units: 3, merchantCode: 'OLD' }] })
    expect(await show()).toEqual(first)
    listing.merchantCode = 'NEW'
    expect(await show()).toMatchObject({ state: 'paid', lines: [{ units: 3, merchantCode: 'NEW' }] })
    sandbox.market.ship('S', { orderId, carrier: '1', waybill: 'W1' })
    const shipped = await show()
    expect(shipped).toMatchObject({ state: 'shipped', lines: [{ units: 3, shippedUnits: 3 }] })
    sandbox.switches.set('ids', name === 'pinduoduo' ? 'text' : 'number')
    expect(await show()).toEqual(shipped)
  })

  it('is written anew when a switch says how', async () => {
    const { sandbox, show, texts } = openShop('pinduoduo')
    await show()
    sandbox.switches.set('money', 'text')
    await show()
    expect(texts).toEqual([expect.stringContaining('"pay_amount":297,'), expect.stringContaining('"pay_amount":"297.00",')])
  })
})
