import { inspect } from 'node:util'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { faultKinds, type FaultKind } from '../../sandbox/shared/faults.ts'
import type { ChannelConnector } from '../../src/channels/connector.ts'
import { ContractBench, type ContractFixture } from './contract-fixture.ts'
import { jdFixture } from './jd-fixture.ts'
import { pinduoduoFixture } from './pinduoduo-fixture.ts'
import { taobaoFixture } from './taobao-fixture.ts'

afterEach(() => vi.restoreAllMocks())

const fixtures: readonly ContractFixture[] = [taobaoFixture, jdFixture('single'), pinduoduoFixture]
const code = 'planted-authorisation-code'
/** Left in flight for good in this process; they carry nothing that could be printed. */
const unanswered: ReadonlySet<FaultKind> = new Set(['silence', 'endless'])
const kinds = faultKinds.filter((kind) => !unanswered.has(kind))

/** Everything a process could show: both streams, the console, and whatever a logger makes of a thrown value. */
function listenToEverything(): string[] {
  const printed: string[] = []
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((chunk) => printed.push(String(chunk)) > 0)
  for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const)
    vi.spyOn(console, name).mockImplementation((...all) => void printed.push(inspect(all)))
  return printed
}

function shown(value: unknown): string {
  return inspect(value, { depth: 20, showHidden: true, getters: true, maxStringLength: null }) + JSON.stringify(value)
}

/** Every kind of call, each left to fail as it may; tokens that were refreshed are an answer and not asked for here. */
async function callEverything(bench: ContractBench, connector: ChannelConnector): Promise<readonly unknown[]> {
  const { signal } = bench
  const listing = { ref: { itemId: '1', skuId: '1', warehouseId: null } }
  const signedAt = bench.signedAt()
  const window = { from: new Date(signedAt.getTime() - 60_000), to: new Date(signedAt.getTime() - 10_000) }
  const orders = connector.orderLists.map(({ id }) => Array.fromAsync(connector.pullOrders({ list: id, ...window }, signal)))
  const raise = { listing: listing.ref, call: 'delta', move: { kind: 'raise', units: 1 }, key: 'ab' } as const
  const parcels = [{ carrier: '1', waybill: 'SF12345', lines: null }]
  return Promise.allSettled([
    ...orders,
    connector.readShopId(signal),
    connector.measureClock(signal),
    Array.fromAsync(connector.listListings(signal)),
    connector.rereadOrder('1', signal),
    Array.fromAsync(connector.pullRefunds(window, signal)),
    connector.readStock([listing.ref], signal),
    connector.listCarriers(signal),
    connector.changeStock({ signedAt, changes: [raise] }, signal),
    connector.ship({ orderId: '1', parcels, signedAt }, signal),
    connector.enablePush(signal),
    connector.exchangeToken({ grant: 'code', code, redirectUri: 'https://example.com/' }, signal),
    connector.exchangeToken({ grant: 'refresh', refreshToken: 'planted-wrong-refresh' }, signal),
  ])
}

describe.each(fixtures.map((fixture) => [fixture.name, fixture] as const))('O4: secrets planted in %s', (_name, fixture) => {
  it.each(kinds)('no call that meets %s prints or throws one, nor a signature', async (kind) => {
    const printed = listenToEverything()
    const bench = new ContractBench(fixture)
    const { session, refreshToken } = bench.sandbox.tokens('A')
    const wrong = ['planted-wrong-secret', 'planted-wrong-token', 'planted-wrong-refresh']
    const planted = [bench.sandbox.app.appSecret, session, refreshToken, code, ...wrong]
    const connectors = [bench.connector, bench.connectAs({ secret: wrong[0] ?? '' }), bench.connectAs({ token: wrong[1] ?? '' })]
    bench.sandbox.world.faults.add({ kind })
    const results: unknown[] = []
    for (const connector of connectors) results.push(...(await callEverything(bench, connector)))
    const said = results.map(shown).join('\n') + printed.join('\n')
    const signs = /\b[0-9A-F]{32}\b|\b[0-9A-F]{64}\b/.exec(said)?.[0] ?? null
    expect({ leaked: planted.filter((secret) => said.includes(secret)), signs }).toEqual({ leaked: [], signs: null })
    expect(results.length).toBeGreaterThan(36)
  })
})
