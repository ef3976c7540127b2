import { describe, expect, it } from 'vitest'
import { guaranteeOf, type GuaranteeFacts } from '../../../../src/domain/publishing/guarantee.ts'

const sound: GuaranteeFacts = {
  takesAt: 'order',
  call: 'keyed delta',
  hidden: 'none',
  counterCountsAll: false,
  requestLifetimeMs: 600_000,
  lagMs: 0,
  readingsMs: 600_000,
  untakenUnits: 0,
  editedUnits: 0,
  beyondUnits: 0,
  freedUnits: 0,
  listsWereLate: false,
  doubtedMs: null,
  joined: true,
}

describe('what is promised of a listing', () => {
  it('is a guarantee while nothing it rests on is broken', () => {
    expect(guaranteeOf(sound)).toMatchObject({ kind: 'guaranteed', boundUnits: 0, because: [] })
  })

  it('is bounded by what was ordered and may still be paid, also while that is nothing', () => {
    const paying = { ...sound, takesAt: 'payment' } as const
    expect(guaranteeOf({ ...paying, untakenUnits: 7 })).toMatchObject({ kind: 'bounded', boundUnits: 7 })
    expect(guaranteeOf(paying)).toMatchObject({ kind: 'bounded', boundUnits: 0 })
  })

  it('says what orders and calls that come late would cost, and counts it once the lists were found late', () => {
    expect(guaranteeOf({ ...sound, freedUnits: 6 })).toMatchObject({ kind: 'guaranteed', boundUnits: 0, ifLateUnits: 6 })
    const late = { ...sound, freedUnits: 6, editedUnits: 2, listsWereLate: true }
    expect(guaranteeOf(late)).toMatchObject({ kind: 'bounded', boundUnits: 8, ifLateUnits: 6 })
    expect(guaranteeOf({ ...late, doubtedMs: 1 })).toMatchObject({ kind: 'bounded', boundUnits: null, ifLateUnits: null })
  })

  it('is bounded by what another hand put on sale, beside what is unpaid', () => {
    expect(guaranteeOf({ ...sound, editedUnits: 5 })).toMatchObject({ kind: 'bounded', boundUnits: 5 })
    expect(guaranteeOf({ ...sound, beyondUnits: 1 })).toMatchObject({ kind: 'bounded', boundUnits: 1 })
    expect(guaranteeOf({ ...sound, takesAt: 'unknown', editedUnits: 5, untakenUnits: 2 })).toMatchObject({ boundUnits: 7 })
  })

  it('has no number where nobody knows what the shop was told', () => {
    expect(guaranteeOf({ ...sound, doubtedMs: 1, editedUnits: 5 })).toMatchObject({ kind: 'bounded', boundUnits: null })
    expect(guaranteeOf({ ...sound, joined: false })).toMatchObject({ kind: 'unbounded', boundUnits: null })
    expect(guaranteeOf({ ...sound, call: 'none' })).toMatchObject({ kind: 'unbounded', boundUnits: null })
  })
})
