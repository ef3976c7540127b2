import fc from 'fast-check'
import { orderStates, type OrderState } from '../../src/domain/order-state.ts'
import { toldOrder, type WishedOrder } from './order-shop.ts'
import type { ToldOrder } from '../../src/domain/channel-order.ts'

type WishedLine = WishedOrder['lines'][number]

const START = Date.parse('2026-11-10T00:00:00Z')

/** How an order's life may go on; a state may also be told again with something else changed. */
const lives: readonly (readonly OrderState[])[] = [
  ['created', 'paid', 'shipped', 'closed'],
  ['created', 'cancelled'],
  ['paid', 'cancelled'],
  ['created', 'paid', 'paid', 'cancelled'],
  ['paid', 'shipped'],
  ['paid', 'paid'],
  ['created'],
]

const line = fc.record({
  units: fc.integer({ min: 1, max: 3 }),
  listing: fc.nat({ max: 2 }),
  /** Called off by itself while the rest of the order goes on. */
  leavesEarly: fc.boolean(),
  restores: fc.boolean(),
  refunded: fc.boolean(),
  marked: fc.boolean(),
})

const life = fc.record({
  states: fc.constantFrom(...lives),
  lines: fc.array(line, { minLength: 1, maxLength: 3 }),
  /** Another listing for its first line, from its last telling on. */
  changesTo: fc.option(fc.nat({ max: 2 })),
  splits: fc.boolean(),
  sameSecond: fc.boolean(),
})
type Life = typeof life extends fc.Arbitrary<infer T> ? T : never

export interface OrderFeed {
  /** Every telling, each order's own in the order they happened. */
  readonly tellings: readonly ToldOrder[]
  /** The same tellings and some twice, in another order, cut into pages. */
  readonly pages: readonly (readonly ToldOrder[])[]
}

/** What a shop with three listings tells of some orders. */
export const orderFeeds = (listings: readonly string[]): fc.Arbitrary<OrderFeed> =>
  fc.array(life, { minLength: 1, maxLength: 5 }).chain((all) => {
    const tellings = all.flatMap((one, n) => tellingsOf(one, { orderId: `${n + 1}`, listings }))
    const many = tellings.flatMap((telling) => [telling, telling])
    return fc
      .record({
        order: fc.shuffledSubarray(many, { minLength: many.length, maxLength: many.length }),
        cuts: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: many.length, maxLength: many.length }),
      })
      .map(({ order, cuts }) => ({ tellings, pages: cut(order, cuts) }))
  })

function tellingsOf(one: Life, at: { readonly orderId: string; readonly listings: readonly string[] }): readonly ToldOrder[] {
  const { orderId } = at
  const tellings = one.states.map((state, n) => {
    const isLast = n === one.states.length - 1
    return toldOrder({
      orderId,
      state,
      paidAtMs: one.states.slice(0, n + 1).some((earlier) => earlier !== 'created' && earlier !== 'cancelled')
        ? START + 1_000
        : null,
      modifiedAtMs: START + (one.sameSecond ? 0 : n * 1_000),
      lines: one.lines.map((told, number) => lineOf(told, { one, at, number, state, isLast })),
    })
  })
  const last = tellings.at(-1)
  if (!one.splits || last?.state !== 'paid') return tellings
  const children = last.lines.map((told, n) => ({ ...last, orderId: `${orderId}-${n}`, parentId: orderId, lines: [told] }))
  return [
    ...tellings,
    { ...last, leaf: false, state: 'cancelled' as const, modifiedAtMs: last.modifiedAtMs + 1_000 },
    ...children,
  ]
}

interface At {
  readonly one: Life
  readonly at: { readonly orderId: string; readonly listings: readonly string[] }
  readonly number: number
  readonly state: OrderState
  readonly isLast: boolean
}

function lineOf(told: Life['lines'][number], { one, at, number, state, isLast }: At): WishedLine {
  const changed = isLast && number === 0 && state === 'paid' ? one.changesTo : null
  const isOff = told.leavesEarly && isLast && number > 0 && orderStates.indexOf(state) < orderStates.indexOf('shipped')
  return {
    lineId: `${at.orderId}-${number}`,
    listing: at.listings[changed ?? told.listing] ?? '',
    units: told.units,
    restores: told.restores,
    refund: told.refunded && state === 'closed' ? 'done' : 'none',
    state: isOff ? 'cancelled' : state,
    gift: told.marked,
    oversold: told.marked && isLast,
    campaigns: told.marked && !isLast ? ['a mark'] : [],
  }
}

function cut(tellings: readonly ToldOrder[], sizes: readonly number[]): readonly (readonly ToldOrder[])[] {
  const pages: (readonly ToldOrder[])[] = []
  let done = 0
  for (const size of sizes) {
    if (done >= tellings.length) break
    pages.push(tellings.slice(done, done + size))
    done += size
  }
  return pages
}
