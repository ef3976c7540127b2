import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { readFrame, toPush, writeFrame } from '../../../../connectors/pinduoduo/pmc-frame.ts'
import { listenPinduoduo } from '../../../../connectors/pinduoduo/push.ts'
import { openPinduoduoSandbox } from '../../../../sandbox/pinduoduo/index.ts'
import { expectedDigest } from '../../../../sandbox/pinduoduo/sign.ts'
import { ManualClock } from '../../../../sandbox/shared/clock.ts'
import { serveSandbox } from '../../../../sandbox/shared/serve-sandbox.ts'
import type { ReceivedPush } from '../../../../src/channels/push.ts'
import { sample } from './fixture.ts'

const stack: AsyncDisposable[] = []
afterEach(async () => {
  for (const each of stack.splice(0).toReversed()) await each[Symbol.asyncDispose]()
})

/** A served sandbox and one listener; `refuse` makes the listener throw. */
async function open({
  switches = {},
  listeners = 1,
}: { readonly switches?: Record<string, string>; readonly listeners?: number } = {}) {
  const clock = new ManualClock(new Date('2026-05-20T04:00:00Z'))
  const sandbox = openPinduoduoSandbox({ clock, seed: 5, shops: [{ id: '4001', name: 'shop' }] })
  for (const [name, value] of Object.entries(switches)) sandbox.switches.set(name, value)
  sandbox.state.permitted.set('4001', 'all')
  const served = await serveSandbox(sandbox)
  stack.push(served)
  const row = sandbox.market.addListing('4001', { sellable: 100 })
  const pushes: ReceivedPush[] = []
  const ends: string[] = []
  const behaviour = { refuse: false }
  const ended = new AbortController()
  const listen = (): Promise<void> =>
    listenPinduoduo({
      clock,
      app: { key: sandbox.app.appKey, secret: sandbox.app.appSecret },
      endpoints: { push: served.address.pushUrl },
      allowLoopback: true,
      onEnd: (why) => ends.push(why),
    }).listen(async (some) => {
      pushes.push(...some)
      await Promise.resolve()
      if (behaviour.refuse) throw new Error('not now')
    }, ended.signal)
  const place = () => {
    const placed = sandbox.market.place('4001', { lines: [{ listingId: row.id, units: 1 }] })
    if (!placed.placed) throw new Error(placed.reason)
    return placed.order
  }
  const running = Array.from({ length: listeners }, listen)
  stack.push({
    async [Symbol.asyncDispose]() {
      ended.abort()
      await Promise.all(running)
    },
  })
  return { clock, sandbox, served, pushes, ends, behaviour, place }
}

describe('the message channel', () => {
  it('gives hints of orders and refunds, and confirms each after it was taken in', async () => {
    const { sandbox, pushes, place } = await open()
    const order = place()
    const refund = sandbox.market.askRefund('4001', { orderId: order.id, lineId: order.lines[0]?.id ?? '' })
    await expect.poll(() => pushes.length).toBeGreaterThanOrEqual(2)
    expect(pushes.map(({ hint }) => hint)).toContainEqual({
      kind: 'order',
      shopId: '4001',
      orderId: order.id,
      topic: 'pdd_trade_TradeConfirmed',
    })
    expect(pushes.map(({ hint }) => hint)).toContainEqual({
      kind: 'refund',
      shopId: '4001',
      orderId: order.id,
      refundId: refund.id,
      topic: 'pdd_refund_RefundCreated',
    })
    await expect.poll(() => sandbox.state.queue.backlog).toBe(0)
  })

  it.each(['same', 'another'])('what was not taken in comes again, with %s frame id, and is known again', async (id) => {
    const { clock, sandbox, pushes, behaviour, place } = await open({ switches: { repeatedMessageId: id } })
    behaviour.refuse = true
    place()
    await expect.poll(() => pushes.length).toBeGreaterThan(0)
    const before = pushes.length
    expect(sandbox.state.queue.backlog).toBeGreaterThan(0)
    behaviour.refuse = false
    await expect
      .poll(() => {
        clock.advance(30_000)
        return sandbox.state.queue.backlog
      })
      .toBe(0)
    expect(pushes.length).toBeGreaterThan(before)
    expect(new Set(pushes.map((push) => push.id)).size).toBe(1)
  })

  it('is tried again for ever: far more often than the official client tries', async () => {
    const { clock, sandbox, pushes, ends, place } = await open()
    const order = place()
    await expect.poll(() => pushes.length).toBeGreaterThan(0)
    sandbox.world.skewMs = 3_600_000
    await expect
      .poll(
        () => {
          clock.advance(200_000)
          return ends.length
        },
        { timeout: 20_000, interval: 20 },
      )
      .toBeGreaterThan(14)
    sandbox.world.skewMs = 0
    const seen = pushes.length
    sandbox.market.finish('4001', sandbox.market.ship('4001', { orderId: order.id, carrier: '44', waybill: 'SF1' }).id)
    await expect
      .poll(
        () => {
          clock.advance(61_000)
          return pushes.length
        },
        { timeout: 20_000, interval: 20 },
      )
      .toBeGreaterThan(seen)
    expect(ends.join()).not.toContain(sandbox.app.appSecret)
    expect(ends.join()).not.toContain('/message/')
  }, 30_000)

  it('a message given to several connections is the same hint', async () => {
    const { pushes, place, sandbox } = await open({ switches: { severalSockets: 'all of them' }, listeners: 2 })
    await expect
      .poll(() => {
        place()
        return new Set(pushes.map(({ id }) => id)).size < pushes.length
      })
      .toBe(true)
    await expect.poll(() => sandbox.state.queue.backlog).toBe(0)
  })

  it('hears nothing of orders that are not traded yet', async () => {
    const { pushes, place, sandbox } = await open()
    const [row] = sandbox.market.shop('4001').listings.values()
    const lines = [{ listingId: row?.id ?? '', units: 1 }]
    sandbox.market.place('4001', { lines, ungrouped: true })
    sandbox.market.place('4001', { lines, pay: false })
    const { id } = place()
    await expect.poll(() => pushes.length).toBeGreaterThan(0)
    expect(pushes.map(({ hint }) => hint.kind === 'order' && hint.orderId)).toEqual([id])
  })

  it.each([
    ['as it is', (digest: string) => digest, true],
    ['percent-encoded', encodeURIComponent, true],
    ['of another secret', () => Buffer.from('0'.repeat(32)).toString('base64'), false],
  ] as const)('takes a digest %s: %s', async (_name, write, welcome) => {
    const { clock, sandbox, served } = await open({ listeners: 0 })
    const ms = String(clock.now().getTime())
    const { appKey: clientId, appSecret: secret } = sandbox.app
    const socket = new WebSocket(
      `${served.address.pushUrl}/message/${clientId}/${ms}/${write(expectedDigest({ clientId, ms, secret }))}`,
    )
    const opened = await new Promise<boolean>((resolve) => {
      socket.once('open', () => resolve(true))
      socket.once('error', () => resolve(false))
    })
    socket.terminate()
    expect(opened).toBe(welcome)
  })
})

describe('frames', () => {
  const frames: { kind: string; text: string }[] = [
    ...sample('shape.pmc.frames').matchAll(/"kind": "([^"]+)",\s*"frame": (\{[\s\S]*?\n {2}\})/g),
  ].map(([, kind, text]) => ({ kind: kind ?? '', text: text ?? '' }))
  const named = (kind: string): Buffer => Buffer.from(frames.find((each) => each.kind === kind)?.text ?? '')

  it('keep ids beyond 2^53 in both directions', () => {
    const frame = readFrame(named('common-trade'))
    expect(frame?.id).toBe('2600000000000000001')
    expect(writeFrame(frame?.id ?? '', { commandType: 'Ack' })).toBe('{"id":2600000000000000001,"commandType":"Ack"}')
  })

  it.each([
    ['common-trade', { kind: 'order', shopId: '100', orderId: '210707-000000000000001', topic: 'pdd_trade_TradeConfirmed' }],
    [
      'common-refund',
      {
        kind: 'refund',
        shopId: '100',
        orderId: '210707-000000000000001',
        refundId: '1000000001',
        topic: 'pdd_refund_RefundCreated',
      },
    ],
  ])('%s is a hint', (kind, hint) => {
    const message = readFrame(named(kind))?.message
    expect(message && toPush(message).hint).toEqual(hint)
  })

  it('a heartbeat has no message, and what is no frame is none', () => {
    expect(readFrame(named('heartbeat'))?.message).toBeUndefined()
    expect(readFrame(Buffer.from('nonsense'))).toBeNull()
    expect(readFrame(Buffer.from('{"id":1}'))).toBeNull()
  })

  it('content that cannot be read is a hint of nothing', () => {
    expect(toPush({ type: 'pdd_x', mallID: '1', content: '{' }).hint).toEqual({ kind: 'other', shopId: '1', topic: 'pdd_x' })
  })
})
