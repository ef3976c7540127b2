import { expect, it } from 'vitest'
import type { ChannelConnector } from '../../src/channels/connector.ts'
import { ContractBench, one, type ContractFixture } from './contract-fixture.ts'
import { JumpingClock } from '../support/jumping-clock.ts'

/**
 * Values under which a platform refuses what the day needs, and says so in tests of their own: orders served only inside its
 * cloud, and increments of several rows that want a model nobody documents.
 */
const closed: ReadonlySet<string> = new Set(['cloudOnly: order reads', 'incrementModel: refused without'])

/** One day of a shop under each value of each unsure fact: whatever the platform turns out to do, what is said of it is true. */
export function describeSwitches(fixture: ContractFixture): void {
  const switches = fixture.openSandbox(new JumpingClock(new Date('2026-05-20T04:00:00Z'))).switches.all()
  const values = Object.entries(switches)
    .flatMap(([name, { allowed }]) => allowed.map((value) => [name, value] as const))
    .filter(([name, value]) => !closed.has(`${name}: ${value}`))

  it.each(values)('R10: holds with %s: %s', async (name, value) => {
    const bench = new ContractBench(fixture, { [name]: value })
    const row = bench.addListing({ sellable: 10 })
    const listing = await bench.listed(row)
    expect((await bench.change(listing, { kind: 'raise', units: 3 }, 'aa01')).kind).toBe('acknowledged')
    expect((await bench.change(listing, { kind: 'lower', units: 1 }, 'aa02')).kind).toBe('acknowledged')
    expect(row.sellable).toBe(12)

    const placed = bench.sandbox.market.place('A', { lines: [{ listingId: row.id, units: 2 }] })
    if (!placed.placed) throw new Error('not placed')
    const reading = one(await bench.connector.readStock([listing.ref], bench.signal))
    expect('missing' in reading ? -1 : reading.sellableAtMost).toBeGreaterThanOrEqual(row.sellable)

    const grant = await bench.connector.exchangeToken(
      { grant: 'refresh', refreshToken: bench.sandbox.tokens('A').refreshToken },
      bench.signal,
    )
    const renewed = bench.connectAs({ token: grant.accessToken })
    await shipAndFind(bench, renewed, placed.order.id)
  })
}

async function shipAndFind(bench: ContractBench, connector: ChannelConnector, orderId: string): Promise<void> {
  const { clock, signal } = bench
  const from = connector.platformTime(new Date(clock.now().getTime() - 60_000))
  expect(await connector.rereadOrder(orderId, signal)).toMatchObject({ orderId, state: 'paid', lines: [{ units: 2 }] })
  const [carrier] = await connector.listCarriers(signal)
  const parcels = [{ carrier: carrier?.code ?? '', waybill: '773012345678901', lines: null }]
  expect(await connector.ship({ orderId, parcels, signedAt: bench.signedAt() }, signal)).toEqual({ kind: 'shipped' })
  expect(await connector.rereadOrder(orderId, signal)).toMatchObject({ state: 'shipped' })
  clock.advance(1_000_000)
  const to = new Date(from.getTime() + 900_000)
  for (const { id } of connector.orderLists.filter(({ keyedBy }) => keyedBy === 'modified')) {
    const pages = await Array.fromAsync(connector.pullOrders({ list: id, from, to }, signal))
    const found = pages.flatMap(({ orders }) => orders).find((order) => order.orderId === orderId)
    expect(found?.state).toBe('shipped')
  }
}
