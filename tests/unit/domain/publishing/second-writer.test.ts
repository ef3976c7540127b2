import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findSecondWriter, type ForeignChange } from '../../../../src/domain/publishing/second-writer.ts'
import { runsOf } from '../../../support/property-runs.ts'

const MINUTE_MS = 60_000
const change = (listingId: string, atMinute: number, shownUnits: number): ForeignChange => ({
  listingId,
  fromMs: (atMinute - 2) * MINUTE_MS,
  toMs: atMinute * MINUTE_MS,
  units: 1,
  shownUnits,
})

describe('a second writer is told from a person by what no person does', () => {
  it.each<[string, readonly ForeignChange[], string | null]>([
    ['one edit', [change('1', 10, 5)], null],
    ['two listings within the hour', [change('1', 10, 5), change('2', 20, 7)], null],
    ['three listings within the hour', [change('1', 10, 5), change('2', 20, 7), change('3', 50, 9)], 'several listings'],
    ['three listings over a day', [change('1', 10, 5), change('2', 400, 7), change('3', 900, 9)], null],
    ['one listing, back to the same number each time', [10, 95, 130, 333].map((at) => change('1', at, 50)), 'same number'],
    ['one listing, every half hour', [30, 60, 90, 121].map((at, n) => change('1', at, n)), 'rhythm'],
    ['one listing, now and then', [30, 45, 190, 700].map((at, n) => change('1', at, n)), null],
    ['as often as readings can show', [4, 6, 8, 10].map((at, n) => change('1', at, n)), null],
  ])('%s', (_, changes, sign) => expect(findSecondWriter(changes)?.sign ?? null).toBe(sign))

  it('never names a writer by fewer than three changes, and gives the changes that prove it', () => {
    const any = fc.record({ listing: fc.nat(3), at: fc.nat(2_000), shown: fc.nat(3) })
    fc.assert(
      fc.property(fc.array(any, { maxLength: 12 }), (rows) => {
        const changes = rows
          .map(({ listing, at, shown }) => change(String(listing), at, shown))
          .toSorted((a, b) => a.toMs - b.toMs)
        const found = findSecondWriter(changes)
        if (!found) return
        expect(found.changes.length).toBeGreaterThanOrEqual(3)
        for (const one of found.changes) expect(changes).toContainEqual(one)
      }),
      runsOf(1_000),
    )
  })
})
