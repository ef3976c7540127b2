import { describe, expect, it } from 'vitest'
import type { ChannelConnector } from '../../src/channels/connector.ts'
import { ChannelError } from '../../src/channels/errors.ts'
import { ContractBench, type ContractFixture } from './contract-fixture.ts'

const day = 86_400_000

/** Who may call, with which token, at what time: for reads and for writes. */
export function describeAccess(fixture: ContractFixture): void {
  it('tells a wrong secret, a wrong token, a missing permission and an unknown address apart when writing too', async () => {
    const bench = new ContractBench(fixture)
    const row = bench.addListing({ sellable: 3 })
    const listing = await bench.listed(row)
    const write = async (connector: ChannelConnector): Promise<string> => {
      const changes = [bench.line(listing, { kind: 'raise', units: 1 }, 'ac01')]
      const [answer] = await connector.changeStock({ signedAt: bench.signedAt(), changes }, bench.signal)
      return answer?.kind === 'refused by gateway' ? answer.fault : (answer?.kind ?? 'nothing')
    }
    const said = [
      await write(bench.connectAs({ secret: 'not-the-secret' })),
      await write(bench.connectAs({ token: 'not-the-token' })),
    ]
    bench.sandbox.world.forbiddenMethods.add(fixture.methods.stock)
    said.push(await write(bench.connector))
    bench.sandbox.world.forbiddenMethods.clear()
    bench.sandbox.world.allowedAddresses = new Set(['203.0.113.7'])
    said.push(await write(bench.connector))
    expect(said).toEqual(['wrong signature', 'token expired', 'permission missing', 'address not allowed'])
    expect(row.sellable).toBe(3)
  })

  it('a write to another shop’s listing changes nothing there', async () => {
    const bench = new ContractBench(fixture)
    const row = bench.addListing({ sellable: 3 })
    const changes = [bench.line(await bench.listed(row), { kind: 'raise', units: 1 }, 'ac02')]
    const [answer] = await bench.connectAs({ shop: 'B' }).changeStock({ signedAt: bench.signedAt(), changes }, bench.signal)
    expect(answer?.kind).toMatch(/^refused by/)
    expect(row.sellable).toBe(3)
  })

  describe.each(fixture.switchings.map((switches) => [JSON.stringify(switches), switches] as const))(
    'tokens with %s',
    (_name, switches) => {
      it('end by themselves when their time is up, and one refresh gives one that works', async () => {
        const bench = new ContractBench(fixture, switches)
        const { refreshToken } = bench.sandbox.tokens('A')
        bench.clock.advance(400 * day)
        await expect(bench.connector.readShopId(bench.signal)).rejects.toMatchObject({ fault: 'token expired' })
        const grant = await bench.connector.exchangeToken({ grant: 'refresh', refreshToken }, bench.signal)
        expect(grant.expiresAt?.getTime()).toBeGreaterThan(bench.clock.now().getTime())
        const renewed = bench.connectAs({ token: grant.accessToken })
        await expect(renewed.readShopId(bench.signal)).resolves.toBeTypeOf('string')
      })

      it('S5: a refresh token used a second time is refused as ended, or gives a token that works', async () => {
        const bench = new ContractBench(fixture, switches)
        const { refreshToken } = bench.sandbox.tokens('A')
        const refresh = () => bench.connector.exchangeToken({ grant: 'refresh', refreshToken }, bench.signal)
        const first = await refresh()
        const second = await refresh().catch((error: unknown) => error)
        expect(['token expired', 'done']).toContain(faultOf(second))
        const last = second instanceof Error ? first : Object(second)
        await expect(bench.connectAs({ token: last.accessToken }).readShopId(bench.signal)).resolves.toBeTypeOf('string')
      })
    },
  )

  it('a platform clock that drifts from five minutes behind to five ahead is followed by measuring it', async () => {
    const bench = new ContractBench(fixture)
    const row = bench.addListing({ sellable: 3 })
    const listing = await bench.listed(row)
    for (const [turn, skewMs] of [-300_000, -150_000, 0, 150_000, 300_000, -300_000, 300_000].entries()) {
      bench.sandbox.world.skewMs = skewMs
      // A leap may be refused once, as what it is; never as anything else, and never twice.
      const first = await bench.connector.readShopId(bench.signal).catch((error: unknown) => error)
      expect(['wrong clock', 'done']).toContain(faultOf(first))
      await bench.connector.measureClock(bench.signal)
      await expect(bench.connector.readShopId(bench.signal)).resolves.toBeTypeOf('string')
      expect((await bench.change(listing, { kind: 'raise', units: 1 }, `ad0${turn}`)).kind).toBe('acknowledged')
    }
    expect(row.sellable).toBe(10)
  })

  it('O3: a platform that falls silent, or sends without end, costs a read one bounded error', async () => {
    for (const kind of ['silence', 'endless'] as const) {
      const bench = new ContractBench(fixture)
      bench.sandbox.world.faults.add({ kind })
      let waiting = true
      const read = bench.connector
        .readShopId(bench.signal)
        .catch((error: unknown) => error)
        .finally(() => (waiting = false))
      for (let minutes = 0; waiting && minutes < 10; minutes += 1) {
        await expect.poll(() => bench.clock.sleepers > 0 || !waiting).toBe(true)
        bench.clock.advance(60_000)
      }
      expect(await read).toMatchObject({ name: 'ChannelError', fault: 'unavailable' })
    }
  })
}

function faultOf(outcome: unknown): unknown {
  if (outcome instanceof ChannelError) return outcome.fault
  return outcome instanceof Error ? outcome : 'done'
}
