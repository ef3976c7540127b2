import { describe, expect, it } from 'vitest'
import type { ChannelConnector } from '../../src/channels/connector.ts'
import { ChannelError } from '../../src/channels/errors.ts'
import { ContractBench, type ContractFixture } from './contract-fixture.ts'

export function describeErrors(fixture: ContractFixture): void {
  const setUp = (): { bench: ContractBench; read: (connector: ChannelConnector) => Promise<unknown> } => {
    const bench = new ContractBench(fixture)
    const row = bench.addListing({ sellable: 3 })
    const placed = bench.sandbox.market.place('A', { lines: [{ listingId: row.id, units: 1 }] })
    const orderId = placed.placed ? placed.order.id : ''
    return { bench, read: (connector) => connector.rereadOrder(orderId, bench.signal) }
  }

  it.each([
    ['throttle', 'throttled'],
    ['bad gateway', 'unavailable'],
    ['drop before', 'unavailable'],
    ['half body', 'malformed'],
    ['garbage', 'malformed'],
    ['html', 'malformed'],
    ['bad charset', 'malformed'],
    ['redirect', 'malformed'],
    ['huge', 'unavailable'],
  ] as const)('a read that meets %s says %s', async (kind, fault) => {
    const { bench, read } = setUp()
    bench.sandbox.world.faults.add({ kind, method: fixture.methods.order })
    await expect(read(bench.connector)).rejects.toMatchObject({ name: 'ChannelError', fault })
  })

  it('tells a wrong secret, a missing permission and an unknown address apart', async () => {
    const { bench, read } = setUp()
    const faults: unknown[] = []
    const note = async (connector: ChannelConnector): Promise<void> => {
      await read(connector).catch((error: unknown) => faults.push(error instanceof ChannelError ? error.fault : error))
    }
    await note(bench.connectAs({ secret: 'not-the-secret' }))
    bench.sandbox.world.forbiddenMethods.add(fixture.methods.order)
    await note(bench.connector)
    bench.sandbox.world.forbiddenMethods.clear()
    bench.sandbox.world.allowedAddresses = new Set(['203.0.113.7'])
    await note(bench.connector)
    expect(faults).toEqual(['wrong signature', 'permission missing', 'address not allowed'])
    await expect(read(bench.connectAs({ remoteAddress: '203.0.113.7' }))).resolves.not.toBeNull()
  })

  it('a token of another shop is found out, and reads nothing of this one', async () => {
    const { bench, read } = setUp()
    const other = bench.connectAs({ shop: 'B' })
    expect(await other.readShopId(bench.signal)).not.toBe(await bench.connector.readShopId(bench.signal))
    const found = await read(other).catch((error: unknown) => (error instanceof ChannelError ? error.fault : error))
    expect(found).toBe(fixture.foreignOrder)
  })

  it('a token that ended is refused, and a refresh gives one that works, once', async () => {
    const { bench, read } = setUp()
    const { refreshToken } = bench.sandbox.tokens('A')
    bench.sandbox.revokeToken('A')
    await expect(read(bench.connector)).rejects.toMatchObject({ fault: 'token expired' })
    const grant = await bench.connector.exchangeToken({ grant: 'refresh', refreshToken }, bench.signal)
    await expect(read(bench.connectAs({ token: grant.accessToken }))).resolves.not.toBeNull()
  })

  it.each([-300_000, 300_000])('works with a platform clock %i ms off', async (skewMs) => {
    const { bench, read } = setUp()
    bench.sandbox.world.skewMs = skewMs
    await expect(read(bench.connector)).resolves.not.toBeNull()
    const { offsetMs, doubtMs } = await bench.connector.measureClock(bench.signal)
    expect(Math.abs(offsetMs - skewMs)).toBeLessThanOrEqual(doubtMs)
  })

  it('a platform clock an hour off is a clock error, and measuring it cures it', async () => {
    const { bench, read } = setUp()
    bench.sandbox.world.skewMs = 3_600_000
    await expect(read(bench.connector)).rejects.toMatchObject({ fault: 'wrong clock' })
    await bench.connector.measureClock(bench.signal)
    await expect(read(bench.connector)).resolves.not.toBeNull()
  })

  it.each(['busy', 'drop before'] as const)('asks for the time again where the platform is %s once', async (kind) => {
    const { bench } = setUp()
    bench.sandbox.world.skewMs = 40_000
    bench.sandbox.world.faults.add({ kind, times: 1 })
    const { offsetMs, doubtMs } = await bench.connector.measureClock(bench.signal)
    expect(Math.abs(offsetMs - 40_000)).toBeLessThanOrEqual(doubtMs)
    // The pause before the second question is not part of how long its answer took.
    expect(doubtMs).toBeLessThanOrEqual(1_000)
  })

  it('no error, whatever the fault, holds a secret, a token or a signature', async () => {
    const { bench, read } = setUp()
    const { session, refreshToken } = bench.sandbox.tokens('A')
    const secrets = [bench.sandbox.app.appSecret, session, refreshToken]
    for (const kind of ['throttle', 'busy', 'garbage', 'html', 'drop before', 'bad gateway', 'redirect'] as const) {
      bench.sandbox.world.faults.clear()
      bench.sandbox.world.faults.add({ kind })
      const error: unknown = await read(bench.connector).catch((thrown: unknown) => thrown)
      const printed = inspectDeep(error)
      expect(secrets.filter((secret) => printed.includes(secret))).toEqual([])
      expect(printed).not.toMatch(/sign['"]?[=:]\s*['"]?[0-9A-F]{32}/i)
    }
  })

  describe.each(['orders', 'order'] as const)('faults on %s', (which) => {
    it('a read is never answered with half a truth: a busy platform is an error', async () => {
      const { bench, read } = setUp()
      bench.sandbox.world.faults.add({ kind: 'busy', method: fixture.methods[which] })
      const list = bench.connector.orderLists[0]
      const pull = Array.fromAsync(
        bench.connector.pullOrders(
          { list: list?.id ?? '', from: new Date(bench.clock.now().getTime() - 60_000), to: bench.clock.now() },
          bench.signal,
        ),
      )
      await expect(which === 'orders' ? pull : read(bench.connector)).rejects.toMatchObject({ name: 'ChannelError' })
    })
  })
}

/** All that a logger could print of an error: message, stack, own properties, causes. */
function inspectDeep(error: unknown, depth = 0): string {
  if (typeof error !== 'object' || error === null || depth > 8) return String(error)
  const names = Reflect.ownKeys(error)
  return names.map((name) => `${String(name)}=${inspectDeep(Reflect.get(error, name), depth + 1)}`).join('\n')
}
