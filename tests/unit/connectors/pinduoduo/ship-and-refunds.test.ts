import { describe, expect, it } from 'vitest'
import { openPair, type Pair } from './pair.ts'

const carrier = '44'

function send({ connector, clock, signal }: Pair, orderId: string, waybills: readonly string[] = ['SF1']) {
  const parcels = waybills.map((waybill) => ({ carrier, waybill, lines: null }))
  return connector.ship({ orderId, parcels, signedAt: clock.now() }, signal)
}

describe('shipping', () => {
  it('ships with the first parcel and tells of the others', async () => {
    const pair = await openPair()
    const { id } = pair.place()
    expect(await send(pair, id, ['SF1', 'SF2', 'SF3'])).toEqual({ kind: 'shipped' })
    expect(await send(pair, id)).toEqual({ kind: 'already shipped' })
  })

  it('says so when the order has left but its further parcels are not known', async () => {
    const pair = await openPair()
    const { id } = pair.place()
    pair.sandbox.world.faults.add({ kind: 'drop before', method: 'extra.logistics' })
    expect((await send(pair, id, ['SF1', 'SF2'])).kind).toBe('partly shipped')
    expect(pair.sandbox.market.shop('4001').order(id).state).toBe('shipped')
  })

  it.each(['the rule', 'bare'])(
    'finds the reason of a refusal by asking for the order, the words being %s',
    async (refusalWords) => {
      const pair = await openPair({ refusalWords, shipDuringRefund: 'refused' })
      const [asked, cancelled] = [pair.place(), pair.place()]
      pair.sandbox.market.askRefund('4001', { orderId: asked.id, lineId: asked.lines[0]?.id ?? '' })
      pair.sandbox.market.cancel('4001', cancelled.id)
      expect(await send(pair, asked.id)).toMatchObject({ kind: 'refused by business', reason: 'refund under way' })
      expect(await send(pair, cancelled.id)).toMatchObject({ kind: 'refused by business', reason: 'wrong state' })
      expect(await send(pair, '260520-1')).toMatchObject({ kind: 'refused by business', reason: 'order not found' })
    },
  )

  it('an order under review does not ship, and says why before', async () => {
    const pair = await openPair()
    const { id } = pair.place()
    pair.sandbox.market.hold('4001', id, 'review')
    expect(await pair.connector.rereadOrder(id, pair.signal)).toMatchObject({ shippingHold: 'under review by the platform' })
    expect((await send(pair, id)).kind).toBe('refused by business')
  })
})

describe('refunds', () => {
  it('are pulled over windows longer than the platform allows, each case once, the last page marked', async () => {
    const pair = await openPair()
    const { clock, connector, sandbox, signal } = pair
    const from = clock.now()
    const cases = [1, 2, 3].map(() => {
      const order = pair.place()
      clock.advance(1_700_000)
      return sandbox.market.askRefund('4001', { orderId: order.id, lineId: order.lines[0]?.id ?? '', goodsReturn: true }).id
    })
    clock.advance(300_000)
    const pages = await Array.fromAsync(connector.pullRefunds({ from, to: clock.now() }, signal))
    const found = pages.flatMap(({ refunds }) => refunds)
    expect([...new Set(found.map(({ refundId }) => refundId))]).toEqual(cases)
    expect(found[0]).toMatchObject({ kind: 'return', state: 'asked', units: 1, listing: pair.listing.ref })
    expect(pages.map(({ last }) => last).filter(Boolean)).toEqual([true])
    expect(pages.at(-1)?.last).toBe(true)
  })

  it.each([
    ['agreed', 'agreed'],
    ['done', 'done'],
    ['closed', 'closed'],
  ] as const)('a case that is %s comes out as %s', async (moved, state) => {
    const { clock, connector, sandbox, signal, place } = await openPair()
    const from = clock.now()
    const order = place()
    const { id } = sandbox.market.askRefund('4001', { orderId: order.id, lineId: order.lines[0]?.id ?? '' })
    sandbox.market.settleRefund('4001', id, moved)
    const [page] = await Array.fromAsync(connector.pullRefunds({ from, to: clock.now() }, signal))
    expect(page?.refunds).toMatchObject([{ refundId: id, state }])
  })
})

describe('tokens', () => {
  it('a code gives a grant of the shop it was issued for, and works once', async () => {
    const { connector, sandbox, signal } = await openPair()
    const code = sandbox.state.sessions.issueCode('4001')
    const by = { grant: 'code', code, redirectUri: 'https://merchant.example/back' } as const
    const grant = await connector.exchangeToken(by, signal)
    expect(grant).toMatchObject({ shopId: '4001', accessToken: sandbox.tokens('4001').session })
    expect(grant.levels.map(({ name }) => name)).toEqual(['r1', 'r2', 'w1', 'w2'])
    const again: unknown = await connector.exchangeToken(by, signal).catch((error: unknown) => error)
    expect(again).toMatchObject({ fault: 'token expired' })
    expect(String(again)).not.toContain(code)
  })
})
