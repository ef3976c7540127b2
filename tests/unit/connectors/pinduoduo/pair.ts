import { connectPinduoduo } from '../../../../connectors/pinduoduo/index.ts'
import { Pace } from '../../../../connectors/shared/pace.ts'
import { openPinduoduoSandbox } from '../../../../sandbox/pinduoduo/index.ts'
import { expectedSign } from '../../../../sandbox/pinduoduo/sign.ts'
import { inProcessAdapter } from '../../../../sandbox/shared/axios-adapter.ts'
import type { Listing } from '../../../../src/channels/listing.ts'
import type { StockMove } from '../../../../src/channels/stock.ts'
import { JumpingClock } from '../../../support/jumping-clock.ts'

/** A connector and the sandbox it talks to, with one listing of five units. */
export async function openPair(switches: Readonly<Record<string, string>> = {}, feedLagMs = 0, callsPerSecond = 1_000) {
  const clock = new JumpingClock(new Date('2026-05-20T04:00:00Z'))
  const sandbox = openPinduoduoSandbox({ clock, seed: 3, feedLagMs, shops: [{ id: '4001', name: 'shop' }] })
  for (const [name, value] of Object.entries(switches)) sandbox.switches.set(name, value)
  const { signal } = new AbortController()
  const connector = connectPinduoduo({
    clock,
    app: { key: sandbox.app.appKey, secret: sandbox.app.appSecret },
    accessToken: () => sandbox.tokens('4001').session,
    endpoints: { gateway: 'http://sandbox.invalid/api/router' },
    allowLoopback: true,
    adapter: inProcessAdapter(sandbox.handler),
    pace: new Pace(clock, callsPerSecond),
  })
  const row = sandbox.market.addListing('4001', { sellable: 5 })
  const [listing] = (await Array.fromAsync(connector.listListings(signal))).flat()
  if (!listing) throw new Error('no listing')
  const change = async (move: StockMove, of: Listing = listing) => {
    const changes = [{ listing: of.ref, call: 'delta', move, key: 'aa' }] as const
    const [answer] = await connector.changeStock({ signedAt: connector.platformTime(clock.now()), changes }, signal)
    return answer
  }
  const place = (options: { readonly ungrouped?: boolean; readonly units?: number } = {}) => {
    const { units = 1, ...rest } = options
    const placed = sandbox.market.place('4001', { lines: [{ listingId: row.id, units }], ...rest })
    if (!placed.placed) throw new Error(placed.reason)
    return placed.order
  }
  return { clock, sandbox, connector, signal, row, listing, change, place }
}

export type Pair = Awaited<ReturnType<typeof openPair>>

/** Calls the sandbox as a stranger's client does; `form` instead of JSON, values as they are given. */
export async function rawCall(
  { sandbox, clock }: Pick<Pair, 'sandbox' | 'clock'>,
  parameters: Readonly<Record<string, unknown>>,
  {
    form = false,
    path = '/api/router',
    unsigned = false,
  }: { readonly form?: boolean; readonly path?: string; readonly unsigned?: boolean } = {},
): Promise<Record<string, Record<string, unknown>>> {
  const all: Record<string, unknown> = {
    client_id: sandbox.app.appKey,
    access_token: sandbox.tokens('4001').session,
    timestamp: Math.floor(clock.now().getTime() / 1_000),
    ...parameters,
  }
  const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
  const text = Object.entries(all).map(([name, value]) => [name, asText(value)] as const)
  const signed = unsigned ? {} : { sign: expectedSign(new Map(text), sandbox.app.appSecret) }
  const body = form
    ? new URLSearchParams({ ...Object.fromEntries(text), ...signed }).toString()
    : JSON.stringify({ ...all, ...signed })
  const answer = await sandbox.handler({
    method: 'POST',
    path,
    query: '',
    headers: { 'content-type': form ? 'application/x-www-form-urlencoded' : 'application/json' },
    body: Buffer.from(body),
    remoteAddress: '127.0.0.1',
  })
  if (answer.kind !== 'answer') throw new Error(answer.kind)
  return JSON.parse(answer.body.toString())
}
