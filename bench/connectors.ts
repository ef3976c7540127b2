import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { AxiosAdapter } from 'axios'
import type { ChannelConnector } from '../src/channels/connector.ts'
import type { ConnectOptions } from '../connectors/shared/connect-options.ts'
import { Pace } from '../connectors/shared/pace.ts'
import { connectJd } from '../connectors/jd/index.ts'
import { connectPinduoduo } from '../connectors/pinduoduo/index.ts'
import { connectTaobao } from '../connectors/taobao/index.ts'
import type { Bench, BenchContext, Figure } from './harness/bench.ts'
import { sandboxThread, type SandboxThread } from './harness/sandbox-thread.ts'
import { callAgain, type SignedCall } from './harness/signed-calls.ts'

const ORDERS = 20_000
const WINDOW_MS = 1_500_000
const STARTS_AT = Date.parse('2026-05-20T04:00:00Z')
const connect: Readonly<Record<string, (options: ConnectOptions) => ChannelConnector>> = {
  taobao: connectTaobao,
  jd: connectJd,
  pinduoduo: connectPinduoduo,
}

export const connectors: Bench = {
  name: 'connectors',
  describe:
    'orders pulled and normalised a second from a local sandbox, memory by window, signed calls a sandbox serves (--seconds N)',
  async run(context) {
    const figures: Figure[] = []
    for (const platform of Object.keys(connect)) {
      figures.push(...(await pulled(platform, context)), await served(platform, context))
    }
    return figures
  },
}

/** The same orders in one window of their own size, then four times as many: only the pages are ever in memory. */
async function pulled(platform: string, context: BenchContext): Promise<readonly Figure[]> {
  const small = await pull(platform, { orders: ORDERS / 4, context })
  const large = await pull(platform, { orders: ORDERS, context })
  const growth = Math.round((large.peakMb - small.peakMb) * 10) / 10
  return [
    { ...plain, figure: `${platform}-pull`, value: large.perSecond, unit: 'orders/s' },
    {
      ...plain,
      figure: `${platform}-pull-memory-growth`,
      value: growth,
      unit: `MB for ${ORDERS} instead of ${ORDERS / 4} orders`,
    },
  ]
}

const plain = { baseline: null, ratio: null, p50Ms: null, p99Ms: null } as const

async function pull(platform: string, { orders, context }: { readonly orders: number; readonly context: BenchContext }) {
  await using sandbox = await sandboxThread({ platform, startsAtMs: STARTS_AT, orders, everyMs: Math.floor(WINDOW_MS / orders) })
  const connector = connectTo(platform, sandbox)
  const list = connector.orderLists.find(({ keyedBy }) => keyedBy === 'modified')
  if (!list) throw new Error(`${platform} has no list by change`)
  const window = { list: list.id, from: new Date(STARTS_AT), to: new Date(STARTS_AT + WINDOW_MS - 1_000) }
  await drain(connector, { ...window, to: new Date(STARTS_AT + 60_000) }, context.signal)
  const [before, startedAt] = [usedMb(), performance.now()]
  const { orders: seen, peakMb } = await drain(connector, window, context.signal)
  const seconds = (performance.now() - startedAt) / 1_000
  context.say(`${platform}: ${seen} orders in ${seconds.toFixed(1)} s, ${(peakMb - before).toFixed(1)} MB held at most`)
  return { perSecond: Math.round(seen / seconds), peakMb: peakMb - before }
}

async function drain(connector: ChannelConnector, window: Parameters<ChannelConnector['pullOrders']>[0], signal: AbortSignal) {
  let [orders, peakMb, pages] = [0, 0, 0]
  for await (const page of connector.pullOrders(window, signal)) {
    orders += page.orders.length
    pages += 1
    if (pages % 25 === 0) peakMb = Math.max(peakMb, usedMb())
  }
  return { orders, peakMb: Math.max(peakMb, usedMb()) }
}

/** One signed stock call, again and again: what a sandbox on a core of its own serves. */
async function served(platform: string, context: BenchContext): Promise<Figure> {
  await using sandbox = await sandboxThread({ platform, startsAtMs: STARTS_AT, orders: 100, everyMs: 1_000 })
  const call = await recorded(platform, { sandbox, signal: context.signal })
  await callAgain(call, { seconds: 1, connections: 16 })
  const { perSecond, p50Ms, p99Ms } = await callAgain(call, { seconds: context.option('seconds', 5), connections: 16 })
  return { ...plain, figure: `${platform}-sandbox-calls`, value: perSecond, unit: 'signed calls/s', p50Ms, p99Ms }
}

/** Lets the connector make the call, and keeps the request instead of sending it. */
async function recorded(
  platform: string,
  { sandbox, signal }: { readonly sandbox: SandboxThread; readonly signal: AbortSignal },
): Promise<SignedCall> {
  let body = ''
  const headers: Record<string, string> = {}
  const adapter: AxiosAdapter = async (config) => {
    const data: unknown = config.data
    body = typeof data === 'string' ? data : ''
    headers['content-type'] = String(config.headers.getContentType())
    return { data: Buffer.from('{}'), status: 200, statusText: '', headers: {}, config }
  }
  const [itemId = '', skuId = '', warehouseId = ''] = sandbox.listing.split('/')
  const listing = { itemId, skuId: skuId || null, warehouseId: warehouseId || null }
  const changes = [{ listing, call: 'delta', key: 'ab', move: { kind: 'raise', units: 1 } }] as const
  await connectTo(platform, sandbox, adapter).changeStock({ signedAt: new Date(sandbox.nowMs), changes }, signal)
  return { url: sandbox.url, headers, body }
}

function connectTo(
  platform: string,
  { url, appKey, secret, session, nowMs }: SandboxThread,
  adapter?: AxiosAdapter,
): ChannelConnector {
  // The sandbox stands still at one instant; so do we, or the signatures would grow old.
  const clock = { now: () => new Date(nowMs), sleep: async () => {}, deadline: (ms: number) => AbortSignal.timeout(ms) }
  const make = connect[platform]
  if (!make) throw new Error(`no connector for ${platform}`)
  return make({
    clock,
    app: { key: appKey, secret },
    accessToken: () => session,
    endpoints: { gateway: url },
    allowLoopback: true,
    pace: new Pace(clock, 1_000_000),
    ...(adapter ? { adapter } : {}),
  })
}

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

function usedMb(): number {
  collect()
  return process.memoryUsage().heapUsed / 1_000_000
}
