import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assertSound, emptyBalance, post, type Balance } from '../../../src/domain/balance.ts'
import { toPoolId, toSkuId } from '../../../src/domain/ids.ts'
import { mergeOrder } from '../../../src/domain/merge-order.ts'
import { moveClaims, type ClaimChange } from '../../../src/domain/move-claims.ts'
import { furtherState, orderStates } from '../../../src/domain/order-state.ts'
import { giveBack } from '../../../src/domain/flows.ts'
import { orderFeeds } from '../../support/order-feed.ts'

const state = fc.constantFrom(...orderStates)

describe('the state of an order', () => {
  it('R7: never goes back, and two tellings give the same state in either order', () => {
    fc.assert(
      fc.property(state, state, fc.boolean(), (a, b, bIsNewer) => {
        const both = furtherState(a, b, { toldIsNewer: bIsNewer })
        expect(furtherState(b, a, { toldIsNewer: !bIsNewer })).toBe(both)
        expect(Math.min(3, orderStates.indexOf(both))).toBe(Math.min(3, Math.max(orderStates.indexOf(a), orderStates.indexOf(b))))
      }),
    )
  })

  it('I13: what is known of an order depends on the set of its tellings alone', () => {
    fc.assert(
      fc.property(orderFeeds(['a', 'b', 'c']), ({ tellings, pages }) => {
        const after = (told: typeof tellings, orderId: string) => {
          const all = told.filter((one) => one.orderId === orderId)
          const known = all.reduce<ReturnType<typeof mergeOrder> | undefined>((so, one) => mergeOrder(so, one, '1'), undefined)
          return {
            ...known,
            lines: known?.lines.map((line) => ({ ...line, line: 0 })).toSorted((a, b) => (a.lineId < b.lineId ? -1 : 1)),
          }
        }
        for (const { orderId } of tellings) expect(after(pages.flat(), orderId)).toEqual(after(tellings, orderId))
      }),
      { numRuns: 300 },
    )
  })
})

const change: fc.Arbitrary<ClaimChange> = fc.record({ held: fc.nat({ max: 20 }), quota: fc.integer({ min: -20, max: 20 }) })

describe('claims that move', () => {
  const start = (onHand: number, safetyWanted: number): Balance => {
    const wanted = { ...emptyBalance(toPoolId('1'), toSkuId('1')), safetyWanted }
    return onHand === 0 ? wanted : giveBack(wanted, onHand, 'outside').reduce(post, wanted)
  }
  const book = (balance: Balance, one: ClaimChange): Balance => {
    const after = moveClaims(balance, one).reduce(post, balance)
    assertSound(after)
    return after
  }

  it('I1, I2: change held and quota by exactly what is said, and leave a sound balance', () => {
    fc.assert(
      fc.property(fc.nat({ max: 30 }), fc.nat({ max: 5 }), fc.array(change, { maxLength: 8 }), (onHand, safety, changes) => {
        let balance = start(onHand, safety)
        for (const one of changes) {
          const { held, quota } = balance
          balance = book(balance, one)
          expect({ held: balance.held - held, quota: balance.quota - quota }).toEqual(one)
        }
      }),
    )
  })

  it('I13: come to the same balance in any order', () => {
    const shuffled = fc
      .array(change, { maxLength: 8 })
      .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })))
    fc.assert(
      fc.property(fc.nat({ max: 30 }), fc.nat({ max: 5 }), shuffled, (onHand, safety, [one, other]) => {
        expect(other.reduce(book, start(onHand, safety))).toEqual(one.reduce(book, start(onHand, safety)))
      }),
    )
  })
})
