import { describe, expect, it } from 'vitest'
import { watchNext, type TouchedOrder, type Watched } from '../../../src/domain/watch-step.ts'

const quiet: Watched = {
  step: 'an order of this listing',
  orderId: null,
  readAtMs: 10_000,
  orders: [],
  wrote: false,
  unsettled: false,
  bookedThroughMs: null,
}
const order: TouchedOrder = { orderId: 'a', units: 2, createdAtMs: 12_000, states: ['paid'] }

describe('R10: what a plan that watches does next', () => {
  it('waits for an order until there is one that is paid, so that its units are surely taken', () => {
    expect(watchNext(quiet)).toEqual({ do: 'wait' })
    expect(watchNext({ ...quiet, orders: [{ ...order, states: ['created'] }] })).toEqual({ do: 'wait' })
    expect(watchNext({ ...quiet, orders: [order] })).toEqual({ do: 'keep order', orderId: 'a', units: 2 })
  })

  it.each([
    ['the order may be older than the reading', { orders: [{ ...order, createdAtMs: 11_000 }] }],
    ['there are two orders', { orders: [order, { ...order, orderId: 'b' }] }],
    ['a command of ours was sent', { wrote: true }],
    ['the order is shipped already', { orders: [{ ...order, states: ['shipped'] }] }],
  ])('begins again when %s', (_, more) => {
    expect(watchNext({ ...quiet, ...more })).toEqual({ do: 'begin again' })
  })

  it.each([
    ['somebody else orders or cancels', { orders: [order, { ...order, orderId: 'b' }] }],
    ['a command of ours was sent', { wrote: true }],
    ['the order is shipped', { step: 'its cancellation', orders: [{ ...order, states: ['shipped'] }] }],
    ['a part of it is called off', { step: 'its cancellation', orders: [{ ...order, states: ['paid', 'cancelled'] }] }],
  ] as const)('once it has an order, ends without a conclusion when %s', (_, more) => {
    expect(watchNext({ ...quiet, step: null, orderId: 'a', ...more })).toMatchObject({ do: 'end' })
  })

  it('reads no counter that one of our own commands may still move', () => {
    expect(watchNext({ ...quiet, step: 'read', unsettled: true })).toEqual({ do: 'wait' })
    expect(watchNext({ ...quiet, step: 'read' })).toEqual({ do: 'read' })
  })

  it('R8: concludes once every order up to its last reading is booked, not before', () => {
    const done: Watched = { ...quiet, step: null, orderId: 'a', orders: [order] }
    expect(watchNext(done)).toEqual({ do: 'wait' })
    expect(watchNext({ ...done, bookedThroughMs: 11_000 })).toEqual({ do: 'wait' })
    expect(watchNext({ ...done, bookedThroughMs: 11_001 })).toEqual({ do: 'conclude' })
  })
})
