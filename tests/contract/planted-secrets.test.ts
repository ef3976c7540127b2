import { inspect } from 'node:util'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { faultKinds } from '../../sandbox/shared/faults.ts'
import { ContractBench } from './contract-fixture.ts'
import { taobaoFixture } from './taobao-fixture.ts'

afterEach(() => vi.restoreAllMocks())

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

describe('O4: planted secrets', () => {
  it('no fault of any call prints or throws a secret, a token, a code or a signature', async () => {
    const printed = listenToEverything()
    const code = 'planted-authorisation-code'
    for (const kind of faultKinds.filter((each) => each !== 'silence' && each !== 'endless')) {
      const bench = new ContractBench(taobaoFixture)
      const row = bench.addListing({ sellable: 5 })
      const listing = await bench.listed(row)
      const { session, refreshToken } = bench.sandbox.tokens('A')
      const planted = [bench.sandbox.app.appSecret, session, refreshToken, code, 'planted-wrong-secret', 'planted-wrong-token']
      const wrong = bench.connectAs({ secret: 'planted-wrong-secret' })
      const foreign = bench.connectAs({ token: 'planted-wrong-token' })
      bench.sandbox.world.faults.add({ kind })
      const shipment = { orderId: '1', parcels: [{ carrier: 'SF', waybill: 'SF12345', lines: null }], signedAt: bench.signedAt() }
      for (const connector of [bench.connector, wrong, foreign]) {
        const results = await Promise.allSettled([
          connector.readShopId(bench.signal),
          connector.measureClock(bench.signal),
          connector.ship(shipment, bench.signal),
          connector.changeStock(
            { signedAt: bench.signedAt(), changes: [bench.line(listing, { kind: 'raise', units: 1 }, 'ab')] },
            bench.signal,
          ),
          connector.exchangeToken({ grant: 'code', code, redirectUri: 'https://example.com/' }, bench.signal),
          connector.exchangeToken({ grant: 'refresh', refreshToken: 'planted-wrong-token' }, bench.signal),
        ])
        const said = results.slice(0, 5).map(shown).join('\n') + printed.join('\n')
        const leaked = planted.filter((secret) => said.includes(secret))
        const signs = /\b[0-9A-F]{32}\b|\b[0-9A-F]{64}\b/.exec(said)
        expect({ kind, leaked, signs }).toEqual({ kind, leaked: [], signs: null })
      }
    }
  })
})
