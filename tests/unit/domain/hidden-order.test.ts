import { describe, expect, it } from 'vitest'
import { addSample, samplesOfHidden, type Sample } from '../../../src/domain/hidden-order.ts'

const at = (ms: number, shownUnits = 7): Sample => ({ shownUnits, reservedUnits: 2, sentAtMs: ms, answeredAtMs: ms + 500 })
const order = { createdAtMs: 10_000, paidAtMs: 20_000 }

describe('R3: which samples saw an order that no list showed', () => {
  it('takes the newest of each phase that surely lies in it', () => {
    const samples = [at(5_000, 9), at(12_000), at(15_000), at(22_000), at(25_000), at(40_000)]
    expect(samplesOfHidden(samples, order, 30_000)).toEqual({ unpaid: samples[2], hidden: samples[4] })
  })

  it.each([
    ['none came surely after it was placed and before it was paid', [at(10_500), at(19_800), at(22_000)], 30_000],
    ['none came surely after the payment', [at(12_000), at(20_900)], 30_000],
    ['orders traded up to the sample may not be booked', [at(12_000), at(22_000)], 23_000],
  ])('knows nothing where %s', (_, samples, quietThroughMs) => {
    expect(samplesOfHidden(samples, order, quietThroughMs)).toBeNull()
  })

  it('keeps the first and the last two of those that are alike', () => {
    const times = [1_000, 2_000, 3_000, 4_000, 5_000]
    const kept = times.reduce<readonly Sample[]>((samples, ms) => addSample(samples, at(ms)), [at(0, 9)])
    expect(kept.map(({ sentAtMs }) => sentAtMs)).toEqual([0, 1_000, 4_000, 5_000])
  })
})
