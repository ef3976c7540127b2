import { describe, expect, it } from 'vitest'
import { ContractBench, type ContractFixture } from './contract-fixture.ts'

/** A shop with more cases than fit one page, and a closed window that holds them all. */
function setUp(fixture: ContractFixture, switches: Readonly<Record<string, string>>) {
  const bench = new ContractBench(fixture, switches)
  const { market } = bench.sandbox
  const row = bench.addListing({ sellable: 1_000 })
  const from = bench.signedAt()
  const cases = Array.from({ length: 230 }, () => {
    bench.clock.advance(2_000)
    const placed = market.place('A', { lines: [{ listingId: row.id, units: 1 }] })
    const order = placed.placed ? placed.order : null
    return market.askRefund('A', { orderId: order?.id ?? '', lineId: order?.lines[0]?.id ?? '' })
  })
  bench.clock.advance(600_000)
  return { bench, cases, window: { from, to: new Date(from.getTime() + 470_000) } }
}

export function describeRefunds(fixture: ContractFixture): void {
  describe.each(fixture.switchings.map((switches) => [JSON.stringify(switches), switches] as const))(
    'refunds with %s',
    (_name, switches) => {
      it('R9: a walk finds every case while cases are settled under it', async () => {
        const { bench, cases, window } = setUp(fixture, switches)
        const found = new Set<string>()
        let settled = 0
        for await (const { refunds } of bench.connector.pullRefunds(window, bench.signal)) {
          for (const { refundId } of refunds) found.add(refundId)
          const next = cases[(settled += 1) * 7]
          if (next) bench.sandbox.market.settleRefund('A', next.id, 'done')
        }
        // What changed during the walk left the window, and is in the next one.
        const next = { from: window.to, to: bench.connector.platformTime(bench.clock.now()) }
        bench.clock.advance(60_000)
        for await (const { refunds } of bench.connector.pullRefunds(next, bench.signal))
          for (const { refundId } of refunds) found.add(refundId)
        expect(cases.filter(({ id }) => !found.has(id)).map(({ id }) => id)).toEqual([])
      })

      it('a page that keeps cases back is never taken for whole', async () => {
        const { bench, window } = setUp(fixture, switches)
        bench.sandbox.world.faults.add({ kind: 'half page' })
        const pull = Array.fromAsync(bench.connector.pullRefunds(window, bench.signal))
        await expect(pull).rejects.toMatchObject({ name: 'ChannelError', fault: 'malformed' })
      })
    },
  )
}
