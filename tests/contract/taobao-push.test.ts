import { WebSocketServer, type WebSocket } from 'ws'
import { afterEach, describe, expect, it } from 'vitest'
import { SystemClock } from '../../src/clock.ts'
import type { ReceivedPush, TakePushes } from '../../src/channels/push.ts'
import { listenTaobao } from '../../connectors/taobao/push.ts'
import { connectTaobao } from '../../connectors/taobao/index.ts'
import { WallClock } from '../../sandbox/shared/clock.ts'
import { serveSandbox } from '../../sandbox/shared/serve-sandbox.ts'
import { openTaobaoSandbox } from '../../sandbox/taobao/index.ts'

const closing: AsyncDisposable[] = []
afterEach(async () => {
  for (const each of closing.splice(0)) await each[Symbol.asyncDispose]()
})

async function open() {
  const sandbox = openTaobaoSandbox({ clock: new WallClock(), seed: 3, shops: [{ id: '4001', name: 'A', type: 'B' }] })
  const { address, ...server } = await serveSandbox(sandbox)
  closing.push(server)
  const row = sandbox.market.addListing('4001', { sellable: 100 })
  const options = {
    clock: new SystemClock(),
    app: { key: sandbox.app.appKey, secret: sandbox.app.appSecret },
    accessToken: () => sandbox.tokens('4001').session,
    endpoints: { gateway: address.url, push: address.pushUrl },
    allowLoopback: true,
  }
  await connectTaobao(options).enablePush(new AbortController().signal)
  return { sandbox, options, row }
}

function listen(options: Parameters<typeof listenTaobao>[0], onPushes: TakePushes) {
  const stop = new AbortController()
  const ended = listenTaobao(options).listen(onPushes, stop.signal)
  closing.push({ [Symbol.asyncDispose]: () => (stop.abort(), ended) })
  return { stop, ended }
}

describe('the message channel', () => {
  it('brings a hint for each change of an order, and confirms what was taken in', async () => {
    const { sandbox, options, row } = await open()
    const got: ReceivedPush[] = []
    listen(options, async (pushes) => void got.push(...pushes))
    const placed = sandbox.market.place('4001', { lines: [{ listingId: row.id, units: 1 }] })
    const orderId = placed.placed ? placed.order.id : ''
    await expect.poll(() => got.length).toBe(2)
    expect(got.map(({ hint }) => hint)).toEqual([
      { kind: 'order', shopId: '4001', orderId, topic: 'taobao_trade_TradeCreate' },
      { kind: 'order', shopId: '4001', orderId, topic: 'taobao_trade_TradeBuyerPay' },
    ])
    expect(got.every(({ id }) => BigInt(id) > 2n ** 53n)).toBe(true)
    await expect.poll(() => sandbox.state.queue.backlog).toBe(0)
  })

  it('takes those in together that arrive while it is at others', async () => {
    const { sandbox, options, row } = await open()
    const gate = Promise.withResolvers<void>()
    const got: (readonly ReceivedPush[])[] = []
    listen(options, async (pushes) => {
      got.push(pushes)
      await gate.promise
    })
    const place = () => sandbox.market.place('4001', { lines: [{ listingId: row.id, units: 1 }], pay: false })
    place()
    await expect.poll(() => got.length).toBe(1)
    for (let n = 0; n < 30; n += 1) place()
    await expect.poll(() => sandbox.state.queue.backlog).toBe(31)
    gate.resolve()
    await expect.poll(() => sandbox.state.queue.backlog).toBe(0)
    expect(got.flat().map(({ id }) => id)).toHaveLength(31)
    expect(got.length).toBeLessThan(10)
  })

  it('does not confirm what could not be taken in: it stays with the platform', async () => {
    const { sandbox, options, row } = await open()
    let tries = 0
    listen(options, async () => {
      tries += 1
      throw new Error('the database is away')
    })
    sandbox.market.place('4001', { lines: [{ listingId: row.id, units: 1 }], pay: false })
    await expect.poll(() => tries).toBe(1)
    expect(sandbox.state.queue.backlog).toBe(1)
  })

  it('a wrong secret is refused, and tried again later instead of given up', async () => {
    const { options } = await open()
    const ends: string[] = []
    const app = { ...options.app, secret: 'wrong' }
    listen({ ...options, app, onEnd: (why) => ends.push(why) }, async () => {})
    await expect.poll(() => ends.length, { timeout: 8_000 }).toBeGreaterThan(1)
  })

  it('survives garbage frames and a server that cuts the line', async () => {
    const hostile = new WebSocketServer({ port: 0, host: '127.0.0.1' })
    closing.push({
      [Symbol.asyncDispose]: async () => hostile.close(),
    })
    let met = 0
    hostile.on('connection', (socket: WebSocket) => {
      met += 1
      socket.on('message', () => (met === 1 ? socket.send(Buffer.from([2, 1, 9, 9, 9])) : socket.terminate()))
    })
    await new Promise((resolve) => hostile.once('listening', resolve))
    const address = hostile.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const { options } = await open()
    listen({ ...options, endpoints: { push: `ws://127.0.0.1:${port}/` } }, async () => {})
    await expect.poll(() => met, { timeout: 8_000 }).toBeGreaterThan(2)
  })

  it('the pull way shares the queue: what was pulled and confirmed is not pushed', async () => {
    const { sandbox, options, row } = await open()
    sandbox.market.place('4001', { lines: [{ listingId: row.id, units: 1 }], pay: false })
    for (const { id } of sandbox.state.queue.take(10, new Date())) sandbox.state.queue.confirm(id)
    const got: ReceivedPush[] = []
    listen(options, async (pushes) => void got.push(...pushes))
    sandbox.market.place('4001', { lines: [{ listingId: row.id, units: 1 }], pay: false })
    await expect.poll(() => got.length).toBe(1)
  })

  it('needs an encrypted, public address unless it is a sandbox’s', async () => {
    const { options } = await open()
    const outside = { ...options, allowLoopback: false }
    expect(() => listenTaobao(outside)).toThrow(/use wss/)
    expect(() => listenTaobao({ ...outside, endpoints: { push: 'wss://127.0.0.1/' } })).toThrow(/not a public address/)
  })
})
