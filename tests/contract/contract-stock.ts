import { describe, expect, it } from 'vitest'
import { ContractBench, one, type ContractFixture } from './contract-fixture.ts'

const unknowns = [
  'drop before',
  'drop after',
  'half body',
  'garbage',
  'html',
  'bad charset',
  'bad gateway',
  'redirect',
  'huge',
] as const

export function describeStock(fixture: ContractFixture): void {
  const writable = fixture.shapes.filter(({ expects }) => expects.call !== 'none')
  it.each(fixture.shapes.filter(({ expects }) => expects.call === 'none').map((shape) => [shape.name, shape] as const))(
    'stock: %s is declared as never written',
    async (_name, shape) => {
      const bench = new ContractBench(fixture, shape.switches)
      const listing = await bench.listed(bench.addListing({ ...shape.listing, sellable: 5 }))
      expect(bench.connector.semanticsOf(listing)).toMatchObject(shape.expects)
    },
  )

  describe.each(writable.map((shape) => [shape.name, shape] as const))('stock: %s', (_name, shape) => {
    async function open(sellable = 5) {
      const bench = new ContractBench(fixture, shape.switches)
      const row = bench.addListing({ ...shape.listing, sellable })
      const listed = await bench.listed(row)
      const listing = { ...listed, facts: { ...listed.facts, ...shape.facts } }
      return { bench, row, listing, semantics: bench.connector.semanticsOf(listing) }
    }

    it('declares what the listing does', async () => {
      const { semantics } = await open()
      expect(semantics).toMatchObject(shape.expects)
    })

    it('raises and lowers, and says the number where it can', async () => {
      const { bench, row, listing, semantics } = await open()
      const raised = await bench.change(listing, { kind: 'raise', units: 3 }, 'aa01')
      expect(raised).toMatchObject({ kind: 'acknowledged', resultingUnits: semantics.answersWithNumber ? 8 : null })
      const lowered = await bench.change(listing, { kind: 'lower', units: 2 }, 'aa02')
      expect(lowered).toMatchObject({ kind: 'acknowledged', resultingUnits: semantics.answersWithNumber ? 6 : null })
      expect(row.sellable).toBe(6)
    })

    it('R2: a lowering below zero does what is declared', async () => {
      const { bench, row, listing, semantics } = await open(2)
      const answer = await bench.change(listing, { kind: 'lower', units: 3 })
      const outcomes = {
        refused: [['refused by business', 2]],
        clamped: [['acknowledged', 0]],
        unproven: [
          ['refused by business', 2],
          ['acknowledged', 0],
          ['acknowledged', -1],
        ],
      }
      expect(outcomes[semantics.belowZero]).toContainEqual([answer.kind, row.sellable])
    })

    it('R5: a key sent twice is applied once where the call is keyed, and each time where it is not', async () => {
      const { bench, row, listing, semantics } = await open(9)
      await bench.change(listing, { kind: 'lower', units: 2 }, 'bb01')
      const again = await bench.change(listing, { kind: 'lower', units: 2 }, 'bb01')
      expect(again.kind).toBe('acknowledged')
      expect(semantics.call === 'keyed delta' ? [7] : [5, 7]).toContain(row.sellable)
      expect(semantics.keyMemoryMs === null).toBe(semantics.call !== 'keyed delta')
    })

    it('R4: stop sets the counter to zero', async () => {
      const { bench, row, listing, semantics } = await open()
      expect(semantics.canStop).toBe(true)
      expect((await bench.change(listing, { kind: 'stop' })).kind).toBe('acknowledged')
      expect(row.sellable).toBe(0)
    })

    it('reads the counter, on the platform’s clock', async () => {
      const { bench, row, listing, semantics } = await open()
      bench.sandbox.market.place('A', { lines: [{ listingId: row.id, units: 2 }] })
      const reading = one(await bench.connector.readStock([listing.ref], bench.signal))
      if ('missing' in reading) throw new Error('not read')
      expect(reading.sellableAtMost).toBeGreaterThanOrEqual(row.sellable)
      expect(semantics.numberShown === 'net' ? reading.shownUnits : row.sellable).toBe(row.sellable)
      expect(reading.answeredAt.getTime()).toBeGreaterThanOrEqual(reading.sentAt.getTime())
    })

    it('a promotion slot refuses lowerings, with its own reason where the platform has words for it', async () => {
      const { bench, row, listing } = await open()
      row.blocked = 'lowering'
      expect(await bench.change(listing, { kind: 'lower', units: 1 })).toMatchObject({
        kind: 'refused by business',
        reason: fixture.promotionReason ?? 'lowering blocked',
      })
      expect((await bench.change(listing, { kind: 'raise', units: 1 }, 'cc')).kind).toBe('acknowledged')
    })

    it.each(unknowns)('R5: %s leaves a change unknown, and it is not sent again', async (kind) => {
      const { bench, listing } = await open()
      bench.sandbox.world.faults.add({ kind, method: fixture.methods.stock, times: 1 })
      expect((await bench.change(listing, { kind: 'raise', units: 1 })).kind).toBe('unknown')
      expect(bench.callsApplied()).toBe(kind === 'drop after' || kind === 'half body' ? 1 : 0)
    })

    it('R5: a platform that falls silent costs one bounded, unknown outcome', async () => {
      const { bench, listing } = await open()
      bench.sandbox.world.faults.add({ kind: 'silence', method: fixture.methods.stock, times: 1 })
      const answer = bench.change(listing, { kind: 'raise', units: 1 })
      await expect.poll(() => bench.clock.sleepers).toBeGreaterThan(0)
      bench.clock.advance(600_000)
      expect((await answer).kind).toBe('unknown')
    })

    it('R1: a refusal by the gateway is certain, and nothing was applied', async () => {
      const { bench, row, listing } = await open()
      bench.sandbox.world.faults.add({ kind: 'throttle', method: fixture.methods.stock, times: 1 })
      expect(await bench.change(listing, { kind: 'raise', units: 1 })).toMatchObject({
        kind: 'refused by gateway',
        fault: 'throttled',
      })
      expect(row.sellable).toBe(5)
    })

    it('R11: a request signed too long ago is refused by the gateway, so it dies with its signing time', async () => {
      const { bench, row, listing } = await open()
      const signedAt = bench.signedAt()
      bench.clock.advance(bench.connector.limits.requestLifetimeMs + 60_000)
      const changes = [bench.line(listing, { kind: 'raise', units: 1 }, 'dd')]
      const answer = one(await bench.connector.changeStock({ signedAt, changes }, bench.signal))
      expect(answer).toMatchObject({ kind: 'refused by gateway', fault: 'wrong clock' })
      expect(row.sellable).toBe(5)
    })

    it('one line that is refused leaves the answers of the others right', async () => {
      const { bench, listing } = await open()
      const other = bench.addListing({ ...shape.listing, sellable: 7 })
      const listed = await bench.listed(other)
      other.deleted = true
      const changes = [listing, listed].map((each, place) =>
        bench.line({ ...each, facts: listing.facts }, { kind: 'raise', units: 1 }, `ee0${place}`),
      )
      const answers = await bench.connector.changeStock({ signedAt: bench.signedAt(), changes }, bench.signal)
      expect(answers.map(({ kind }) => kind)).toEqual(['acknowledged', 'refused by business'])
      expect(answers.map((answer) => answer.listing)).toEqual([listing.ref, listed.ref])
    })
  })
}
