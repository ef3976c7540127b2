import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { failingAfter, isToBeTold, type FailingMoves } from '../../../../src/domain/publishing/failing-moves.ts'

const raise = (failing: FailingMoves | null, nowMs: number) =>
  failingAfter(failing, { kind: 'raise', outcome: 'refused by business', nowMs })

function after(times: number, apartMs = 0): FailingMoves | null {
  let failing: FailingMoves | null = null
  for (let n = 0; n < times; n += 1) failing = raise(failing, n * apartMs)
  return failing
}

describe('a listing whose changes its shop does not take', () => {
  it.each([
    [1, 0],
    [4, 0],
    [5, 30_000],
    [6, 60_000],
    [9, 480_000],
    [10, 600_000],
    [500, 600_000],
  ])('after %d in a row the next raise waits %d ms', (times, pauseMs) => {
    expect(after(times)).toMatchObject({ tries: times, sinceMs: 0, againAtMs: pauseMs })
  })

  it('is told of after three in a row over ten minutes, once', () => {
    const [short, few, both] = [after(3, 299_000), after(2, 900_000), after(3, 300_000)]
    expect(short && isToBeTold(short, 598_000)).toBe(false)
    expect(few && isToBeTold(few, 900_000)).toBe(false)
    expect(both && isToBeTold(both, 600_000)).toBe(true)
    expect(both && isToBeTold({ ...both, toldAtMs: 600_000 }, 900_000)).toBe(false)
  })

  it('begins anew with anything that was taken, and what says nothing of the listing counts for nothing', () => {
    const kinds = fc.constantFrom('raise', 'lower', 'set_zero')
    const outcomes = fc.constantFrom('acknowledged', 'refused by gateway', 'refused by business', 'unknown')
    fc.assert(
      fc.property(fc.array(fc.record({ kind: kinds, outcome: outcomes })), (answers) => {
        const last = answers.findLastIndex(({ outcome }) => outcome === 'acknowledged')
        const counted = answers
          .slice(last + 1)
          .filter(
            ({ kind, outcome }) =>
              (kind === 'raise' && outcome !== 'refused by gateway') || (kind === 'lower' && outcome === 'unknown'),
          )
        const failing = answers.reduce<FailingMoves | null>((so, answer, n) => failingAfter(so, { ...answer, nowMs: n }), null)
        expect(failing?.tries ?? 0).toBe(counted.length)
      }),
    )
  })
})
