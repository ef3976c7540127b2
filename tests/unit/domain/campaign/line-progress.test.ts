import fc from 'fast-check'
import { expect, it } from 'vitest'
import { lineProgress } from '../../../../src/domain/campaign/line-progress.ts'

const HOUR = 3_600_000
const figures = { granted: 10, kept: 4, published: 3, spent: 2, unconfirmed: 0, sold: 2, soldOutAtMs: null }
const times = { startsAtMs: 0, endsAtMs: 10 * HOUR, nowMs: HOUR }

it('says how fast a line sells since its start, and until when what is left lasts', () => {
  expect(lineProgress(figures, times)).toMatchObject({
    soldUnits: 2,
    leftUnits: 8,
    missingUnits: 1,
    soldPerHour: 2,
    lastsUntilMs: 5 * HOUR,
  })
})

it('knows no rate before the start, and no end of what outlasts the campaign', () => {
  expect(lineProgress(figures, { ...times, nowMs: -1 })).toMatchObject({ soldPerHour: null, lastsUntilMs: null })
  expect(lineProgress(figures, { ...times, endsAtMs: 4 * HOUR })).toMatchObject({ lastsUntilMs: null })
})

it('counts as confirmed no more than is published, whatever is on its way', () => {
  fc.assert(
    fc.property(fc.nat(100), fc.nat(200), (published, unconfirmed) => {
      const { confirmedUnits } = lineProgress({ ...figures, granted: 300, published, unconfirmed }, times)
      expect(confirmedUnits).toBe(Math.max(0, published - unconfirmed))
    }),
  )
})

it('of a line that has sold out it says what it would have sold since, at the rate it had, until the end', () => {
  const out = { ...figures, kept: 0, published: 0, spent: 10, sold: 10, soldOutAtMs: 2 * HOUR }
  expect(lineProgress(out, { ...times, nowMs: 4 * HOUR })).toMatchObject({
    leftUnits: 0,
    soldPerHour: 5,
    lastsUntilMs: null,
    lostUnits: 10,
  })
  expect(lineProgress(out, { ...times, nowMs: 90 * HOUR })).toMatchObject({ soldPerHour: 5, lostUnits: 40 })
  expect(lineProgress(figures, times)).toMatchObject({ soldOutAtMs: null, lostUnits: 0 })
})
