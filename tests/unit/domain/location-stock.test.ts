import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toCountId, toLocationId, toSkuId } from '../../../src/domain/ids.ts'
import {
  comesBefore,
  countAfter,
  countThatSaw,
  emptyStock,
  unnamedUnits,
  withStock,
  type CountMark,
  type LocationStock,
} from '../../../src/domain/location-stock.ts'

const empty = emptyStock(toLocationId('1'), toSkuId('1'), 'sellable')
const marks: fc.Arbitrary<readonly CountMark[]> = fc
  .uniqueArray(fc.tuple(fc.nat({ max: 8 }), fc.constantFrom('a', 'b', 'c', 'd')), { selector: String, maxLength: 8 })
  .map((all) => all.map(([countedAtMs, document]) => ({ id: toCountId(`${countedAtMs}${document}`), countedAtMs, document })))

describe('goods at a location', () => {
  it('are short of what holds name there exactly by what is missing, below zero or not', () => {
    const changes = fc.array(fc.record({ units: fc.integer({ min: -9, max: 9 }), named: fc.nat({ max: 5 }) }), { maxLength: 9 })
    fc.assert(
      fc.property(changes, (all) => {
        const stock = all.reduce<LocationStock>(withStock, empty)
        expect(stock.namedShort).toBe(Math.max(0, stock.named - Math.max(0, stock.units)))
        expect(unnamedUnits(stock)).toBe(Math.max(0, stock.units - stock.named))
      }),
    )
  })
})

describe('counts of one place', () => {
  it('are ordered by time, then by document, whatever order they came in', () => {
    fc.assert(
      fc.property(marks, (all) => {
        const sorted = all.toSorted((a, b) => (comesBefore(a, b) ? -1 : 1))
        for (const [n, mark] of sorted.entries()) expect(countAfter(all, mark)).toEqual(sorted[n + 1])
      }),
    )
  })

  it('saw what happened before them and at their own instant', () => {
    fc.assert(
      fc.property(marks, fc.nat({ max: 9 }), (all, happenedAtMs) => {
        const sorted = all.toSorted((a, b) => (comesBefore(a, b) ? -1 : 1))
        expect(countThatSaw(all, happenedAtMs)).toEqual(sorted.find(({ countedAtMs }) => countedAtMs >= happenedAtMs))
      }),
    )
  })
})
